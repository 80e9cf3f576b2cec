import type { Help, HelpRequest } from '@lyceum/client';
import { useState } from 'react';
import { mentors } from '../strings/mentors.js';
import { Button } from '../ui/button.js';
import { catchFocus } from '../ui/catch-focus.js';
import { Form } from '../ui/form.js';
import { TextArea } from '../ui/inputs.js';
import { Notice } from '../ui/notice.js';
import { Card } from '../ui/page.js';
import { Rating } from '../ui/rating.js';
import { toast } from '../ui/toasts.js';
import { useForm } from '../ui/use-form.js';

const said = mentors.over;
/** As the server cuts it. */
const NOTE_CHARACTERS = 2_000;

interface RateHelpProps {
  request: HelpRequest;
  help: Help;
  onLater: () => void;
}

/** After help: one to five stars, and a note. Said once. */
export function RateHelp({ request, help, onLater }: RateHelpProps) {
  const [rating, setRating] = useState<number>();
  const [isMissing, setMissing] = useState(false);
  const name = request.mentor?.name ?? mentors.request.somebody;
  const form = useForm({
    fields: ['note'],
    submit: async ({ note }) => {
      setMissing(rating === undefined);
      if (rating === undefined) return;
      const words = note.trim();
      await help.resolve({ requestId: request.id, rating, ...(words === '' ? {} : { note: words }) });
      toast(said.thanks);
      catchFocus();
    },
  });
  return (
    <Card title={said.resolved} description={said.resolvedText(name, request.subject)} className="border-accent!">
      <Form form={form}>
        {isMissing && rating === undefined && <Notice tone="danger">{said.starsMissing}</Notice>}
        <Rating legend={said.stars} name={`rating-${request.id}`} value={rating} onChange={setRating} labelOf={said.star} />
        {/* A request has one note: the first that was given. */}
        {request.note === null ? (
          <TextArea
            label={said.note}
            name="note"
            rows={3}
            maxLength={NOTE_CHARACTERS}
            hint={said.noteHint}
            error={form.errors.note}
          />
        ) : (
          <figure className="grid gap-1 rounded-xl bg-sunken px-4 py-3">
            <figcaption className="text-sm text-muted">{said.noteOf(name)}</figcaption>
            <blockquote className="wrap-anywhere whitespace-pre-wrap">{request.note}</blockquote>
          </figure>
        )}
        <div className="flex flex-wrap gap-3">
          <Button type="submit" look="primary" busy={form.busy}>
            {said.send}
          </Button>
          <Button look="ghost" onClick={onLater}>
            {said.later}
          </Button>
        </div>
      </Form>
    </Card>
  );
}

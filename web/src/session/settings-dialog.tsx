import type { Room, RoomDetails } from '@lyceum/client';
import { useStore } from '@lyceum/client/react';
import { useState } from 'react';
import { attempt } from '../chat/attempt.js';
import { strings } from '../strings/index.js';
import { session } from '../strings/session.js';
import { Button } from '../ui/button.js';
import { ConfirmDialog } from '../ui/confirm-dialog.js';
import { Dialog } from '../ui/dialog.js';
import { Form } from '../ui/form.js';
import { TextField } from '../ui/inputs.js';
import { Switch } from '../ui/switch.js';
import { toast } from '../ui/toasts.js';
import { useForm } from '../ui/use-form.js';

const said = session.settings;
/** As the server cuts titles. */
const TITLE_CHARACTERS = 128;
const [LEAST, MOST] = [2, 10_000];

/** For who leads: what a session is called, and who comes in how. */
export function SettingsDialog({ room, onClose }: { room: Room; onClose: () => void }) {
  const { room: details, role } = useStore(room);
  const [question, setQuestion] = useState<'code' | 'close'>();
  if (details === undefined) return null;
  const rotate = (): Promise<void> =>
    room
      .rotateCode()
      .then(({ code }) => code !== null && toast(said.codeMade(code)))
      .then();
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={said.title}>
      <div className="grid gap-6">
        <NameForm room={room} details={details} onSaved={onClose} />
        <div className="grid gap-3 border-t border-line pt-5">
          <Switch
            label={said.locked}
            hint={said.lockedHint}
            checked={details.locked}
            onChange={(locked) => void attempt(room.update({ locked }))}
          />
          <Switch
            label={said.ask}
            hint={said.askHint}
            checked={details.entry === 'ask'}
            onChange={(ask) => void attempt(room.update({ entry: ask ? 'ask' : 'open' }))}
          />
        </div>
        {details.code !== null && (
          <div className="flex flex-wrap items-center justify-between gap-3 border-t border-line pt-5">
            <p className="grid">
              <span className="text-sm font-medium">{said.code}</span>
              <span className="code-letters text-xl">{details.code}</span>
            </p>
            <Button onClick={() => setQuestion('code')}>{said.newCode}</Button>
          </div>
        )}
        {role === 'owner' && (
          <div className="flex flex-wrap items-center justify-between gap-3 border-t border-line pt-5">
            <p className="text-sm text-muted">{said.closeHint}</p>
            <Button look="danger" onClick={() => setQuestion('close')}>
              {said.close}
            </Button>
          </div>
        )}
      </div>
      <ConfirmDialog
        open={question === 'code'}
        onOpenChange={() => setQuestion(undefined)}
        title={said.newCodeQuestion}
        description={said.newCodeExplained}
        confirm={said.newCode}
        onConfirm={() => attempt(rotate())}
      />
      <ConfirmDialog
        open={question === 'close'}
        onOpenChange={() => setQuestion(undefined)}
        title={said.closeQuestion}
        description={said.closeExplained}
        confirm={said.close}
        onConfirm={() => attempt(room.close())}
      />
    </Dialog>
  );
}

interface NameFormProps {
  room: Room;
  details: RoomDetails;
  onSaved: () => void;
}

function NameForm({ room, details, onSaved }: NameFormProps) {
  const form = useForm({
    fields: ['title', 'capacity'],
    check: ({ capacity }) =>
      Number.isInteger(Number(capacity)) && Number(capacity) >= LEAST && Number(capacity) <= MOST
        ? {}
        : { capacity: said.capacityWrong },
    submit: async ({ title, capacity }) => {
      await room.update({ title: title.trim(), capacity: Number(capacity) });
      toast(said.saved);
      onSaved();
    },
  });
  return (
    <Form form={form}>
      <TextField
        label={said.name}
        name="title"
        defaultValue={details.title ?? ''}
        maxLength={TITLE_CHARACTERS}
        autoComplete="off"
        error={form.errors.title}
      />
      <TextField
        label={said.capacity}
        name="capacity"
        defaultValue={details.capacity}
        inputMode="numeric"
        autoComplete="off"
        hint={said.capacityHint}
        error={form.errors.capacity}
      />
      <Button type="submit" look="primary" busy={form.busy} className="sm:justify-self-start">
        {strings.ui.save}
      </Button>
    </Form>
  );
}

import type { OwnMentorStatus, SetMentorStatus } from '@lyceum/client';
import { useState } from 'react';
import { strings } from '../strings/index.js';
import { mentors } from '../strings/mentors.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { Form } from '../ui/form.js';
import { TextField } from '../ui/inputs.js';
import { TagInput } from '../ui/tag-input.js';
import { withTyped } from '../ui/tags.js';
import { toast } from '../ui/toasts.js';
import { useForm } from '../ui/use-form.js';

const said = mentors.own;
/** As the server bounds them. */
const [STATUS_CHARACTERS, SUBJECT_CHARACTERS, SUBJECTS, MOST_AT_ONCE] = [140, 64, 50, 100];

interface StatusDialogProps {
  own: OwnMentorStatus;
  set: (wishes: SetMentorStatus) => Promise<OwnMentorStatus>;
  onClose: () => void;
}

/** What a mentor says of themselves: a line of text, subjects, and how many they help at once. */
export function StatusDialog({ own, set, onClose }: StatusDialogProps) {
  const [subjects, setSubjects] = useState<readonly string[]>(own.subjects);
  const form = useForm({
    fields: ['statusText', 'subjects', 'capacity'],
    check: ({ capacity }) => (isCapacity(capacity) ? {} : { capacity: said.capacityWrong }),
    submit: async ({ statusText, subjects: typed, capacity }) => {
      const all = withTyped(subjects, typed, SUBJECTS);
      await set({ statusText: statusText.trim(), subjects: [...all], capacity: Number(capacity) });
      toast(said.saved);
      onClose();
    },
  });
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={said.details} description={said.description}>
      <Form form={form}>
        <TagInput
          label={said.subjects}
          name="subjects"
          hint={said.subjectsHint}
          placeholder={said.subjectsPlaceholder}
          values={subjects}
          onChange={setSubjects}
          removeNamed={said.removeSubject}
          maxLength={SUBJECT_CHARACTERS}
          most={SUBJECTS}
          error={form.errors.subjects}
        />
        <TextField
          label={said.statusText}
          name="statusText"
          defaultValue={own.statusText ?? ''}
          maxLength={STATUS_CHARACTERS}
          hint={said.statusTextHint}
          autoComplete="off"
          error={form.errors.statusText}
        />
        <TextField
          label={said.capacity}
          name="capacity"
          type="number"
          inputMode="numeric"
          min={1}
          max={MOST_AT_ONCE}
          defaultValue={own.capacity}
          error={form.errors.capacity}
        />
        <footer className="flex flex-wrap justify-end gap-3 pt-2">
          <Button onClick={onClose}>{strings.ui.cancel}</Button>
          <Button type="submit" look="primary" busy={form.busy}>
            {said.save}
          </Button>
        </footer>
      </Form>
    </Dialog>
  );
}

function isCapacity(text: string): boolean {
  const capacity = Number(text);
  return Number.isInteger(capacity) && capacity >= 1 && capacity <= MOST_AT_ONCE;
}

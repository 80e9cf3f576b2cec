import type { Help, HelpRequest } from '@lyceum/client';
import { strings } from '../strings/index.js';
import { mentors } from '../strings/mentors.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { Form } from '../ui/form.js';
import { TextArea } from '../ui/inputs.js';
import { useForm } from '../ui/use-form.js';

const said = mentors.active;
/** As the server cuts it. */
const NOTE_CHARACTERS = 2_000;

interface ResolveDialogProps {
  request: HelpRequest;
  help: Help;
  onClose: () => void;
}

/** For mentors: it is done, and what it was. */
export function ResolveDialog({ request: { id, student }, help, onClose }: ResolveDialogProps) {
  const form = useForm({
    fields: ['note'],
    submit: async ({ note }) => {
      await help.resolve({ requestId: id, ...(note.trim() === '' ? {} : { note: note.trim() }) });
      onClose();
    },
  });
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={said.question(student.name)} description={said.explained}>
      <Form form={form}>
        <TextArea label={said.note} name="note" maxLength={NOTE_CHARACTERS} hint={said.noteHint} error={form.errors.note} />
        <footer className="flex flex-wrap justify-end gap-3 pt-2">
          <Button onClick={onClose}>{strings.ui.cancel}</Button>
          <Button type="submit" look="primary" busy={form.busy}>
            {said.submit}
          </Button>
        </footer>
      </Form>
    </Dialog>
  );
}

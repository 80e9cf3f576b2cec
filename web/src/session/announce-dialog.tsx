import type { Room } from '@lyceum/client';
import { session } from '../strings/session.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { Form } from '../ui/form.js';
import { TextArea } from '../ui/inputs.js';
import { useForm } from '../ui/use-form.js';

const said = session.announcement;
const CHARACTERS = 500;

/** For who leads: tells all who are here something that they should not miss. */
export function AnnounceDialog({ room, onClose }: { room: Room; onClose: () => void }) {
  const form = useForm({
    fields: ['text'],
    check: ({ text }) => (text.trim() === '' ? { text: said.missing } : {}),
    submit: async ({ text }) => {
      await room.announce({ text: text.trim() });
      onClose();
    },
  });
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={said.title} description={said.explained}>
      <Form form={form}>
        <TextArea label={said.text} name="text" rows={3} maxLength={CHARACTERS} error={form.errors.text} />
        <Button type="submit" look="primary" busy={form.busy} className="sm:justify-self-end">
          {said.submit}
        </Button>
      </Form>
    </Dialog>
  );
}

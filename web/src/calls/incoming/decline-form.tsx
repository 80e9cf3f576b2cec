import { calls } from '../../strings/calls.js';
import { Button } from '../../ui/button.js';
import { Form } from '../../ui/form.js';
import { TextField } from '../../ui/inputs.js';
import { useForm } from '../../ui/use-form.js';

const said = calls.incoming;
/** As the server counts. */
const CHARACTERS = 200;

interface DeclineFormProps {
  onDecline: (reason?: string) => Promise<unknown>;
  onBack: () => void;
}

/** Why one can't talk now, for the caller to read. */
export function DeclineForm({ onDecline, onBack }: DeclineFormProps) {
  const form = useForm({
    fields: ['reason'],
    submit: ({ reason }) => onDecline(reason.trim() === '' ? undefined : reason.trim()),
  });
  return (
    <div className="grid gap-3">
      {said.reasons.map((reason) => (
        <Button key={reason} className="justify-start" onClick={() => void onDecline(reason)}>
          {reason}
        </Button>
      ))}
      <Form form={form}>
        <TextField label={said.reasonLabel} name="reason" maxLength={CHARACTERS} autoComplete="off" enterKeyHint="send" />
        <div className="flex flex-wrap justify-end gap-3">
          <Button onClick={onBack}>{said.back}</Button>
          <Button type="submit" look="danger" busy={form.busy}>
            {said.decline}
          </Button>
        </div>
      </Form>
    </div>
  );
}

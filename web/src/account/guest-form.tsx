import { strings } from '../strings/index.js';
import { Button } from '../ui/button.js';
import { TextField } from '../ui/inputs.js';
import { useForm } from '../ui/use-form.js';
import { Form } from '../ui/form.js';
import { comeAsGuest } from './guest.js';
import { wrongs } from './rules.js';

const said = strings.account;
/** As the server cuts names. */
const NAME_CHARACTERS = 64;

/** A guest says a name, and that is all. */
export function GuestForm({ submit = said.guest.submit }: { submit?: string }) {
  const form = useForm({
    fields: ['name'],
    check: ({ name }) => wrongs({ name: name.trim() === '' ? said.missing.name : undefined }),
    submit: ({ name }) => comeAsGuest(name.trim()),
  });
  return (
    <Form form={form}>
      <TextField
        label={said.guest.name}
        name="name"
        autoComplete="nickname"
        maxLength={NAME_CHARACTERS}
        hint={said.guest.nameHint}
        error={form.errors.name}
      />
      <Button type="submit" look="primary" busy={form.busy}>
        {submit}
      </Button>
    </Form>
  );
}

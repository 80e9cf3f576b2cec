import { strings } from '../strings/index.js';
import { Button, ButtonLink } from '../ui/button.js';
import { TextField } from '../ui/inputs.js';
import { Card } from '../ui/page.js';
import { toast } from '../ui/toasts.js';
import { useForm } from '../ui/use-form.js';
import { Form } from '../ui/form.js';
import { comeAsGuest } from './guest.js';
import { wrongs } from './rules.js';

const said = strings.account;

/** What a guest can change, and the way to an account. */
export function GuestName({ name }: { name: string }) {
  const form = useForm({
    fields: ['name'],
    check: (values) => wrongs({ name: values.name.trim() === '' ? said.missing.name : undefined }),
    submit: (values) => {
      comeAsGuest(values.name.trim());
      toast(said.settings.nameSaved);
    },
  });
  return (
    <Card title={said.settings.profile} description={said.settings.guestHint}>
      <Form form={form}>
        <TextField
          label={said.guest.name}
          name="name"
          defaultValue={name}
          autoComplete="nickname"
          hint={said.guest.nameHint}
          error={form.errors.name}
        />
        <div className="flex flex-wrap gap-3">
          <Button type="submit">{said.settings.changeName}</Button>
          <ButtonLink to="/register?to=/settings" look="primary">
            {said.register.title}
          </ButtonLink>
        </div>
      </Form>
    </Card>
  );
}

import { strings } from '../strings/index.js';
import { Button } from '../ui/button.js';
import { PasswordField } from '../ui/inputs.js';
import { Card } from '../ui/page.js';
import { toast } from '../ui/toasts.js';
import { useForm } from '../ui/use-form.js';
import { Form } from '../ui/form.js';
import { accounts } from './accounts.js';
import { wrongNewPassword, wrongs } from './rules.js';

const said = strings.account;

/** Changes the password. */
export function PasswordForm() {
  const form = useForm({
    fields: ['currentPassword', 'newPassword'],
    check: ({ currentPassword, newPassword }) =>
      wrongs({
        currentPassword: currentPassword === '' ? said.missing.password : undefined,
        newPassword: wrongNewPassword(newPassword),
      }),
    submit: async (passwords, element) => {
      await accounts.changePassword(passwords);
      element.reset();
      toast(said.settings.passwordChanged);
    },
    explain: ({ code }) =>
      code === 'INVALID_CREDENTIALS' ? { field: 'currentPassword', text: said.settings.wrongPassword } : undefined,
  });
  return (
    <Card title={said.settings.password} description={said.settings.passwordHint}>
      <Form form={form}>
        <PasswordField
          label={said.settings.currentPassword}
          name="currentPassword"
          autoComplete="current-password"
          error={form.errors.currentPassword}
        />
        <PasswordField
          label={said.settings.newPassword}
          name="newPassword"
          autoComplete="new-password"
          hint={said.register.passwordHint}
          error={form.errors.newPassword}
        />
        <Button type="submit" busy={form.busy} className="sm:justify-self-start">
          {said.settings.changePassword}
        </Button>
      </Form>
    </Card>
  );
}

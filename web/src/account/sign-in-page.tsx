import { Navigate } from 'react-router';
import { pathWithReturn, useReturnTo } from '../app/return-to.js';
import { strings } from '../strings/index.js';
import { Button, ButtonLink } from '../ui/button.js';
import { PasswordField, TextField } from '../ui/inputs.js';
import { TextLink } from '../ui/text-link.js';
import { useForm } from '../ui/use-form.js';
import { Form } from '../ui/form.js';
import { AccountFrame } from './account-frame.js';
import { accounts } from './accounts.js';
import { forgetGuest } from './guest.js';
import { useIdentity } from './identity.js';
import { wrongs } from './rules.js';

const said = strings.account;

export function SignInPage() {
  const identity = useIdentity();
  const returnTo = useReturnTo();
  const form = useForm({
    fields: ['username', 'password'],
    check: ({ username, password }) =>
      wrongs({
        username: username.trim() === '' ? said.missing.username : undefined,
        password: password === '' ? said.missing.password : undefined,
      }),
    submit: async ({ username, password }) => {
      await accounts.login({ username: username.trim(), password });
      forgetGuest();
    },
    explain: ({ code }) => (code === 'INVALID_CREDENTIALS' ? { text: said.signIn.wrong } : undefined),
  });
  if (identity?.kind === 'account') return <Navigate replace to={returnTo} />;
  const footer = (
    <p>
      {said.signIn.noAccount} <TextLink to={pathWithReturn('/register', returnTo)}>{said.signIn.register}</TextLink>
    </p>
  );
  return (
    <AccountFrame title={said.signIn.title} footer={footer}>
      <Form form={form}>
        <TextField
          label={said.username}
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          error={form.errors.username}
        />
        <PasswordField label={said.password} name="password" autoComplete="current-password" error={form.errors.password} />
        <Button type="submit" look="primary" busy={form.busy}>
          {said.signIn.submit}
        </Button>
        {identity === undefined && <ButtonLink to={pathWithReturn('/guest', returnTo)}>{said.guest.submit}</ButtonLink>}
      </Form>
    </AccountFrame>
  );
}

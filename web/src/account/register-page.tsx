import { useState } from 'react';
import { Navigate } from 'react-router';
import { pathWithReturn, useReturnTo } from '../app/return-to.js';
import { strings } from '../strings/index.js';
import { Button } from '../ui/button.js';
import { PasswordField, TextField } from '../ui/inputs.js';
import { Segmented } from '../ui/segmented.js';
import { TextLink } from '../ui/text-link.js';
import { useForm } from '../ui/use-form.js';
import { Form } from '../ui/form.js';
import { AccountFrame } from './account-frame.js';
import { accounts } from './accounts.js';
import { forgetGuest } from './guest.js';
import { useIdentity } from './identity.js';
import { wrongNewPassword, wrongs, wrongUsername } from './rules.js';

const said = strings.account;
const ROLES = [
  { value: 'student', label: said.register.student },
  { value: 'mentor', label: said.register.mentor },
] as const;

export function RegisterPage() {
  const identity = useIdentity();
  const returnTo = useReturnTo();
  const [role, setRole] = useState<'student' | 'mentor'>('student');
  const form = useForm({
    fields: ['username', 'password', 'invite'],
    check: ({ username, password }) =>
      wrongs({ username: wrongUsername(username.trim()), password: wrongNewPassword(password), invite: undefined }),
    submit: async ({ username, password, invite }) => {
      const invitation = invite.trim() === '' ? {} : { invite: invite.trim() };
      await accounts.register({ username: username.trim(), password, role, ...invitation });
      forgetGuest();
    },
    explain: ({ code, message }) => (code === 'USERNAME_TAKEN' ? { field: 'username', text: message } : undefined),
  });
  if (identity?.kind === 'account') return <Navigate replace to={returnTo} />;
  const footer = (
    <p>
      {said.register.haveAccount} <TextLink to={pathWithReturn('/sign-in', returnTo)}>{said.register.signIn}</TextLink>
    </p>
  );
  return (
    <AccountFrame title={said.register.title} footer={footer}>
      <Form form={form}>
        <TextField
          label={said.username}
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          hint={said.register.usernameHint}
          error={form.errors.username}
        />
        <PasswordField
          label={said.password}
          name="password"
          autoComplete="new-password"
          hint={said.register.passwordHint}
          error={form.errors.password}
        />
        <div className="grid gap-1.5">
          <p className="text-sm font-medium">{said.register.role}</p>
          <Segmented label={said.register.role} value={role} onChange={setRole} options={ROLES} />
        </div>
        {role === 'mentor' && (
          <TextField
            label={said.register.invite}
            name="invite"
            autoComplete="off"
            hint={said.register.inviteHint}
            error={form.errors.invite}
          />
        )}
        <Button type="submit" look="primary" busy={form.busy}>
          {said.register.submit}
        </Button>
      </Form>
    </AccountFrame>
  );
}

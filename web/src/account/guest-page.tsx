import { Navigate } from 'react-router';
import { pathWithReturn, useReturnTo } from '../app/return-to.js';
import { strings } from '../strings/index.js';
import { TextLink } from '../ui/text-link.js';
import { AccountFrame } from './account-frame.js';
import { GuestForm } from './guest-form.js';
import { useIdentity } from './identity.js';

const said = strings.account;

export function GuestPage() {
  const identity = useIdentity();
  const returnTo = useReturnTo();
  if (identity !== undefined) return <Navigate replace to={returnTo} />;
  const footer = (
    <p>
      {said.register.haveAccount} <TextLink to={pathWithReturn('/sign-in', returnTo)}>{said.register.signIn}</TextLink>
    </p>
  );
  return (
    <AccountFrame title={said.guest.title} description={said.guest.explained} footer={footer}>
      <GuestForm />
    </AccountFrame>
  );
}

import { AccountFrame } from '../account/account-frame.js';
import { GuestForm } from '../account/guest-form.js';
import { pathWithReturn } from '../app/return-to.js';
import { strings } from '../strings/index.js';
import { session } from '../strings/session.js';
import { ButtonLink } from '../ui/button.js';

/** Before one comes in by a link: the name the others shall see, or one's account. */
export function GuestDoor({ code }: { code: string }) {
  return (
    <AccountFrame title={strings.account.guest.title} description={session.invitedTo(code)}>
      <GuestForm submit={session.join} />
      <p className="text-center text-sm text-muted">{strings.account.guest.or}</p>
      <ButtonLink to={pathWithReturn('/sign-in', `/s/${code}`)}>{session.signIn}</ButtonLink>
    </AccountFrame>
  );
}

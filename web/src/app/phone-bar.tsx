import type { Identity } from '../account/identity.js';
import { Bell } from '../notifications/bell.js';
import { Logo } from './logo.js';

/** On phones, above the page: whose it is, and what is new. */
export function PhoneBar({ identity }: { identity: Identity }) {
  return (
    <header className="flex h-14 shrink-0 items-center justify-between border-b border-line bg-surface px-4 md:hidden">
      <Logo />
      {identity.kind === 'account' && <Bell />}
    </header>
  );
}

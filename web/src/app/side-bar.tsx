import { NavLink } from 'react-router';
import type { Identity } from '../account/identity.js';
import { Bell } from '../notifications/bell.js';
import { strings } from '../strings/index.js';
import { AccountMenu } from './account-menu.js';
import { ConnectionDot } from './connection-dot.js';
import { Logo } from './logo.js';
import { NAVIGATION } from './navigation.js';

/** On wide screens: the pages, and below them who one is. */
export function SideBar({ identity }: { identity: Identity }) {
  const items = NAVIGATION.filter(({ shownTo }) => shownTo?.(identity) ?? true);
  return (
    <div className="fixed inset-y-0 left-0 z-30 hidden w-60 flex-col gap-6 border-r border-line bg-surface p-4 md:flex">
      <div className="flex items-center justify-between pl-2">
        <Logo />
        {identity.kind === 'account' && <Bell />}
      </div>
      <nav aria-label={strings.app.navigation} className="grow">
        <ul className="grid gap-1">
          {items.map(({ to, label, icon: Icon, Count }) => (
            <li key={to}>
              <NavLink
                to={to}
                end={to === '/'}
                className="flex min-h-11 items-center gap-3 rounded-xl px-3 font-medium text-muted transition-colors hover:bg-sunken hover:text-ink aria-[current=page]:bg-accent-soft aria-[current=page]:text-accent"
              >
                <Icon aria-hidden size={20} />
                <span className="grow">{label}</span>
                {Count !== undefined && <Count />}
              </NavLink>
            </li>
          ))}
        </ul>
      </nav>
      <div className="grid gap-2">
        <ConnectionDot />
        <AccountMenu identity={identity} />
      </div>
    </div>
  );
}

import { NavLink } from 'react-router';
import type { Identity } from '../account/identity.js';
import { strings } from '../strings/index.js';
import { NAVIGATION } from './navigation.js';

/** On phones: the pages, where thumbs are. */
export function BottomBar({ identity }: { identity: Identity }) {
  const items = NAVIGATION.filter(({ shownTo }) => shownTo?.(identity) ?? true);
  return (
    <nav
      aria-label={strings.app.navigation}
      className="fixed inset-x-0 bottom-0 z-30 border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      <ul className="grid auto-cols-fr grid-flow-col">
        {items.map(({ to, label, icon: Icon, Count }) => (
          <li key={to}>
            <NavLink
              to={to}
              end={to === '/'}
              className="flex h-16 flex-col items-center justify-center gap-1 text-xs font-medium text-muted -outline-offset-2 aria-[current=page]:text-accent"
            >
              <span className="relative">
                <Icon aria-hidden size={22} />
                {Count !== undefined && (
                  <span className="absolute -top-2 left-3 leading-none">
                    <Count />
                  </span>
                )}
              </span>
              {label}
            </NavLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}

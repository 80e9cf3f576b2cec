import { Lock } from 'lucide-react';
import { NavLink, Outlet } from 'react-router';
import { isAdmin, useIdentity } from '../account/identity.js';
import { admin } from '../strings/admin.js';
import { ButtonLink } from '../ui/button.js';
import { EmptyState } from '../ui/states.js';

const SECTIONS = [
  { to: '/admin', label: admin.overview },
  { to: '/admin/people', label: admin.people },
  { to: '/admin/rooms', label: admin.rooms },
  { to: '/admin/webhooks', label: admin.webhooks },
  { to: '/admin/security', label: admin.security },
  { to: '/admin/keys', label: admin.keys },
] as const;

/** Around the administrators' pages. What is shown to somebody who is none says how one becomes one: the gateway refuses them anyway. */
export function AdminArea() {
  const identity = useIdentity();
  if (identity === undefined || !isAdmin(identity)) {
    const home = <ButtonLink to="/">{admin.notForYou.home}</ButtonLink>;
    return (
      <EmptyState icon={<Lock aria-hidden size={26} />} title={admin.notForYou.title} actions={home}>
        {admin.notForYou.text}
      </EmptyState>
    );
  }
  return (
    <>
      <nav aria-label={admin.sections} className="sticky top-0 z-20 border-b border-line bg-page">
        <ul className="mx-auto flex w-full max-w-5xl gap-1 overflow-x-auto px-2 sm:px-6">
          {SECTIONS.map(({ to, label }) => (
            <li key={to} className="shrink-0">
              <NavLink
                to={to}
                end={to === '/admin'}
                className="inline-flex min-h-12 items-center border-b-2 border-transparent px-3 font-medium text-muted -outline-offset-2 hover:text-ink aria-[current=page]:border-accent aria-[current=page]:text-ink"
              >
                {label}
              </NavLink>
            </li>
          ))}
        </ul>
      </nav>
      <Outlet />
    </>
  );
}

import { useEffect, useRef } from 'react';
import { NavLink, Outlet, useLocation } from 'react-router';
import { isAdmin, useIdentity } from '../account/identity.js';
import { admin } from '../strings/admin.js';
import { NotForYou } from './not-for-you.js';

const SECTIONS = [
  { to: '/admin', label: admin.overview },
  { to: '/admin/people', label: admin.people },
  { to: '/admin/rooms', label: admin.rooms },
  { to: '/admin/webhooks', label: admin.webhooks },
  { to: '/admin/security', label: admin.security },
  { to: '/admin/keys', label: admin.keys },
] as const;

/** Around the administrators' pages. */
export function AdminArea() {
  const identity = useIdentity();
  const sections = useRef<HTMLUListElement>(null);
  const { pathname } = useLocation();
  useEffect(() => {
    // On phones not all sections fit beside each other.
    sections.current?.querySelector('[aria-current=page]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [pathname]);
  if (identity === undefined || !isAdmin(identity)) return <NotForYou />;
  return (
    <>
      <nav aria-label={admin.sections} className="sticky top-0 z-10 border-b border-line bg-page">
        <ul ref={sections} className="mx-auto flex w-full max-w-5xl gap-1 overflow-x-auto px-2 sm:px-6">
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

import { Navigate, Outlet, useLocation } from 'react-router';
import { useIdentity } from '../account/identity.js';
import { pathWithReturn } from './return-to.js';

/** Around pages for those who have said who they are; with `account`, for those who are no guests. Others sign in, and come back. */
export function RequireIdentity({ account = false }: { account?: boolean }) {
  const identity = useIdentity();
  const { pathname, search } = useLocation();
  if (identity === undefined || (account && identity.kind === 'guest')) {
    return <Navigate replace to={pathWithReturn('/sign-in', pathname + search)} />;
  }
  return <Outlet />;
}

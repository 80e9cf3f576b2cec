import { useLocation } from 'react-router';
import { strings } from '../strings/index.js';
import { ButtonLink } from '../ui/button.js';
import { Logo } from './logo.js';
import { pathWithReturn } from './return-to.js';

const PAGES_OF_ACCOUNTS = ['/sign-in', '/register', '/guest'];

/** For those who have not said who they are. */
export function TopBar() {
  const { pathname } = useLocation();
  return (
    <header className="fixed inset-x-0 top-0 z-30 flex h-16 items-center justify-between border-b border-line bg-page px-4 sm:px-8">
      <Logo />
      {!PAGES_OF_ACCOUNTS.includes(pathname) && (
        <ButtonLink to={pathWithReturn('/sign-in', pathname)}>{strings.app.signIn}</ButtonLink>
      )}
    </header>
  );
}

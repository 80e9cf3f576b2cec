import { useStore } from '@lyceum/client/react';
import { clsx } from 'clsx';
import { useEffect, useRef } from 'react';
import { Outlet, useLocation } from 'react-router';
import { useIdentity } from '../account/identity.js';
import { HelpNews } from '../mentors/help-news.js';
import { ReadWhereShown } from '../notifications/read-where-shown.js';
import { strings } from '../strings/index.js';
import { UnreadInTitle } from '../messages/unread-messages.js';
import { BottomBar } from './bottom-bar.js';
import { CallsEverywhere } from './calls-everywhere.js';
import { ConnectionNotice } from './connection-notice.js';
import { covered } from './covering.js';
import { PhoneBar } from './phone-bar.js';
import { SideBar } from './side-bar.js';
import { TopBar } from './top-bar.js';
import { wholeScreen } from './whole-screen.js';

/** What stands around every page: for those who are here the ways to go; for others the name, and the way in. */
export function Layout() {
  const identity = useIdentity();
  const isWhole = useStore(wholeScreen) > 0;
  const isCovered = useStore(covered) > 0;
  const main = useRef<HTMLElement>(null);
  useFocusOnNavigation(main);
  return (
    <>
      <a
        href="#content"
        className="fixed top-2 left-2 z-50 -translate-y-20 rounded-xl bg-accent px-4 py-3 font-medium text-on-accent focus:translate-y-0"
      >
        {strings.app.skipToContent}
      </a>
      {identity === undefined ? <TopBar /> : <SideBar identity={identity} />}
      <div
        className={clsx(
          'flex flex-col',
          isWhole ? 'h-[var(--visible-height,100dvh)] overflow-hidden' : 'min-h-dvh',
          identity === undefined ? 'pt-16' : 'md:pl-60',
          identity !== undefined && !isWhole && 'pb-[var(--bottom-bar)] md:pb-0',
        )}
      >
        {identity !== undefined && !isWhole && <PhoneBar identity={identity} />}
        {identity !== undefined && (
          <div className="sticky top-0 z-20">
            <CallsEverywhere />
            <ConnectionNotice />
            <HelpNews />
            {identity.kind === 'account' && <ReadWhereShown />}
            {identity.kind === 'account' && <UnreadInTitle />}
          </div>
        )}
        <main id="content" ref={main} tabIndex={-1} inert={isCovered} className="flex min-h-0 grow flex-col outline-none">
          <Outlet />
        </main>
      </div>
      {identity !== undefined && !isWhole && !isCovered && <BottomBar identity={identity} />}
    </>
  );
}

/** A new page begins at its beginning, also for the keyboard and for screen readers. */
function useFocusOnNavigation(main: React.RefObject<HTMLElement | null>): void {
  const { pathname } = useLocation();
  const shown = useRef(pathname);
  useEffect(() => {
    if (shown.current === pathname) return;
    shown.current = pathname;
    window.scrollTo(0, 0);
    // A page that has put the focus somewhere knows better.
    if (!main.current?.contains(document.activeElement)) main.current?.focus({ preventScroll: true });
  }, [main, pathname]);
}

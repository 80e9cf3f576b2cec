import type { RoomState } from '@lyceum/client';
import { chat as said } from '../strings/chat.js';
import { strings } from '../strings/index.js';
import { Button } from '../ui/button.js';
import { catchFocus } from '../ui/catch-focus.js';
import { Spinner } from '../ui/spinner.js';
import type { Scrolling } from './use-scroll.js';

/** What stands before the oldest message that is loaded; of the same height whatever it says. */
export function OlderMessages({ state, scrolling }: { state: RoomState; scrolling: Scrolling }) {
  const { olderFailed, loadOlder, scroller } = scrolling;
  const retry = (): void => {
    loadOlder();
    // The button goes.
    catchFocus(scroller.current);
  };
  return (
    <div className="flex h-14 items-center justify-center gap-3 px-4 text-sm text-muted">
      {!state.hasOlder ? (
        state.live && said.begins
      ) : olderFailed ? (
        <>
          {said.olderFailed}
          <Button size="small" onClick={retry}>
            {strings.ui.tryAgain}
          </Button>
        </>
      ) : (
        state.loadingOlder && (
          <>
            <Spinner />
            {said.loadingOlder}
          </>
        )
      )}
    </div>
  );
}

import type { Call, CallSnapshot } from '@lyceum/client';
import { useCall, useMe } from '@lyceum/client/react';
import { useState } from 'react';
import { useLocation } from 'react-router';

export interface ShownCall {
  readonly handle: Call | undefined;
  readonly call: CallSnapshot | undefined;
  /** It takes the whole page; else it is a bar above the page. */
  readonly isLarge: boolean;
  readonly enlarge: () => void;
  readonly shrink: () => void;
  /** A call that may have ended before it began. */
  readonly show: (call: Call) => void;
  /** Of one that is over: enough of it. */
  readonly dismiss: () => void;
}

/** The call that one is in, large until one goes to another page; and how it ended, unless one ended it oneself. */
export function useShownCall(): ShownCall {
  const [last, setLast] = useState<Call>();
  const [isLarge, setLarge] = useState(true);
  const { call, handle, calls } = useCall(last);
  const meId = useMe()?.id;
  const { pathname } = useLocation();
  const [shownOn, setShownOn] = useState(pathname);
  if (handle !== undefined && handle !== last) {
    setLast(handle);
    setLarge(true);
  }
  if (pathname !== shownOn) {
    setShownOn(pathname);
    setLarge(false);
  }
  // Also answering on another device ends it here, and is told.
  const isOwnEnd = call?.state === 'ended' && call.endReason !== 'answered_elsewhere' && call.endedBy?.id === (meId ?? '');
  const isShown = handle !== undefined && !isOwnEnd;
  return {
    handle: isShown ? handle : undefined,
    call: isShown ? call : undefined,
    isLarge,
    enlarge: () => setLarge(true),
    shrink: () => setLarge(false),
    show: (begun) => {
      setLast(begun);
      setLarge(true);
    },
    dismiss: () => setLast(calls.current.get()),
  };
}

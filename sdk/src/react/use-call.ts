import type { Call, CallMeasure, CallSnapshot } from '../calls/call.js';
import type { Calls, StartOptions } from '../calls/calls.js';
import type { Store } from '../core/store.js';
import { useClient } from './context.js';
import { useStore } from './use-store.js';

const NONE: Store<undefined> = { get: () => undefined, subscribe: () => () => undefined };

/** A call as a component shows it. */
export interface ShownCall {
  /** As it is now; undefined where there is none. */
  readonly call: CallSnapshot | undefined;
  /** All that can be done with it. */
  readonly handle: Call | undefined;
}

/** The call that this client makes or is in, and how to begin one. Also the end of the last one, with `last`. */
export function useCall(last?: Call): ShownCall & { start: (options: StartOptions) => Promise<Call>; calls: Calls } {
  const { calls } = useClient();
  const current = useStore<Call | undefined>(calls.current);
  const handle = current ?? last;
  return { call: useStore<CallSnapshot | undefined>(handle ?? NONE), handle, start: (options) => calls.start(options), calls };
}

/** The call that rings here. */
export function useIncomingCall(): ShownCall {
  const { calls } = useClient();
  const handle = useStore<Call | undefined>(calls.incoming);
  return { call: useStore<CallSnapshot | undefined>(handle ?? NONE), handle };
}

/** What was measured of a call in its last second. */
export function useCallMeasure(handle: Call | undefined): CallMeasure | undefined {
  return useStore<CallMeasure | undefined>(handle?.measured ?? NONE);
}

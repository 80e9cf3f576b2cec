import type { LyceumError } from './error.js';

/**
 * `idle`: not asked to connect yet. `connecting`: for the first time, or again. `connected`: all is well. `offline`: waits for the next
 * attempt. `closed`: closed by the app, or refused for good; `error` says why, and only `connect()` tries again.
 */
export type ConnectionState = 'idle' | 'connecting' | 'connected' | 'offline' | 'closed';

/** The connection as a person may be shown it. */
export interface ConnectionStatus {
  readonly state: ConnectionState;
  /** Messages that wait to be sent. */
  readonly queued: number;
  /** Why it is `closed` or `offline`, where that is known. */
  readonly error: LyceumError | undefined;
  /** When it will be tried again (`Date.now()`), while `offline`. */
  readonly nextAttemptAt: number | undefined;
}

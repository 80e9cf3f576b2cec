import type { Outcome } from '../../delivery/channel.js';

const GONE = new Set(['registration-token-not-registered', 'invalid-registration-token']);
/** It will be no better the next time. */
const DEAD = new Set(['invalid-argument', 'invalid-payload', 'payload-size-limit-exceeded', 'mismatched-credential']);

/** What an error of Firebase means. Of its text nothing is kept: it may quote what was sent. */
export function outcomeOfError(error: unknown): Outcome {
  const { code, message } = error as { code?: unknown; message?: unknown };
  const [, name = 'unknown'] = typeof code === 'string' ? code.split('/') : [];
  const words = `FCM: ${name}`;
  if (GONE.has(name)) return { outcome: 'gone', error: words };
  // The same code is for a token that is none, and for a message that is: the first is the device's, the second ours.
  if (name === 'invalid-argument' && /registration token/i.test(String(message))) return { outcome: 'gone', error: words };
  return DEAD.has(name) ? { outcome: 'dead', error: words } : { outcome: 'retry', error: words };
}

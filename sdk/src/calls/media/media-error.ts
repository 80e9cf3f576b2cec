import { LyceumError, type LocalErrorCode } from '../../core/error.js';

const REFUSALS: Record<string, [LocalErrorCode, message: string]> = {
  NotAllowedError: ['PERMISSION_DENIED', 'Allow this page to use them in your browser’s settings.'],
  SecurityError: ['PERMISSION_DENIED', 'Allow this page to use them in your browser’s settings.'],
  NotFoundError: ['NO_DEVICE', 'Connect one, and try again.'],
  OverconstrainedError: ['NO_DEVICE', 'It is not there any more. Choose another one.'],
  NotReadableError: ['DEVICE_BUSY', 'Another program uses it. Close that, and try again.'],
  AbortError: ['DEVICE_BUSY', 'It could not be started. Try again.'],
};
const UNSUPPORTED: [LocalErrorCode, string] = ['NOT_SUPPORTED', 'Use a current browser, and an address that begins with https.'];

/** What the browser threw, in words that say what to do. `what` begins the sentence: `The camera`. */
export function mediaError(thrown: unknown, what: string): LyceumError {
  if (thrown instanceof LyceumError) return thrown;
  const { name = '' } = (thrown ?? {}) as { name?: string };
  const [code, advice] = REFUSALS[name] ?? UNSUPPORTED;
  return new LyceumError({ code, message: `${what} can’t be used. ${advice}`, retryable: code === 'DEVICE_BUSY' });
}

import { closeCodeOf, type ErrorCode } from '../../../src/protocol/index.js';
import type { LyceumError } from './error.js';

const TOO_MANY = 4429;
const TOKEN_REFUSALS: ReadonlySet<string> = new Set([
  'TOKEN_EXPIRED',
  'UNAUTHENTICATED',
  'SESSION_REVOKED',
] satisfies ErrorCode[]);

/**
 * What to do after a connection was refused or lost. `later`: try again after a while. `token`: with another token at once. `never`: not as
 * we are.
 */
export type Verdict = 'later' | 'token' | 'never';

/** Close codes 4400 to 4499 mean "don't come back as you are", except that there were too many of us. */
export function verdictOn({ code }: LyceumError): Verdict {
  if (TOKEN_REFUSALS.has(code)) return 'token';
  if (code === 'OFFLINE' || code === 'TIMEOUT') return 'later';
  // Codes that are not the server's get what it gives to all that are not about the connection.
  const closeCode = closeCodeOf(code as ErrorCode);
  return closeCode >= 4400 && closeCode <= 4499 && closeCode !== TOO_MANY ? 'never' : 'later';
}

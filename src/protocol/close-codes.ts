import type { ErrorCode } from './errors.js';

/**
 * WebSocket close codes by error. 4400–4499: don't come back as you are. 4500–4599 and 1013: come back.
 * 1009 is RFC 6455's "message too big".
 */
const CLOSE_CODES: Partial<Record<ErrorCode, number>> = {
  UNAUTHENTICATED: 4401,
  TOKEN_EXPIRED: 4401,
  SESSION_REVOKED: 4401,
  IDENTITY_CONFLICT: 4401,
  GUESTS_NOT_ALLOWED: 4403,
  FORBIDDEN: 4403,
  ORIGIN_NOT_ALLOWED: 4403,
  TOO_MANY_CONNECTIONS: 4429,
  RATE_LIMITED: 4429,
  SLOW_CONSUMER: 4508,
  DRAINING: 4503,
  UNAVAILABLE: 1013,
  TOO_LARGE: 1009,
  INTERNAL: 1011,
};

export function closeCodeOf(code: ErrorCode): number {
  return CLOSE_CODES[code] ?? 4400;
}

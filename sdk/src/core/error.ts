import type { ErrorCode, PublicError } from '../../../src/protocol/index.js';

/**
 * What can go wrong without the server having said so. `OFFLINE`: the server can't be reached. `TIMEOUT`: it did not answer in time; it may
 * have done what was asked. `CLOSED`: the client was closed, or the connection was refused for good. `ABORTED`: the app gave it up.
 * `PERMISSION_DENIED`: the person, or the browser, does not allow the microphone, the camera, the screen or notifications. `NO_DEVICE`: there
 * is no such device. `DEVICE_BUSY`: another program has it. `NOT_SUPPORTED`: this browser, or a page without https, can't do it.
 */
export type LocalErrorCode =
  'OFFLINE' | 'TIMEOUT' | 'CLOSED' | 'ABORTED' | 'PERMISSION_DENIED' | 'NO_DEVICE' | 'DEVICE_BUSY' | 'NOT_SUPPORTED';

/** Each failure of the client: what the server refused, and what could not be asked. `message` is for people to read. */
export class LyceumError extends Error {
  /** What went wrong; each code is listed with its sentence in the protocol's `ERRORS`. */
  readonly code: ErrorCode | LocalErrorCode;
  /** Whether the same request may succeed later without being changed. */
  readonly retryable: boolean;
  /** Milliseconds to wait before trying again, where the server said so. */
  readonly retryAfterMs: number | undefined;
  /** The payload's field that was refused, dotted (`room.key`). */
  readonly field: string | undefined;
  /** The call that is in the way, of `CALL_CROSSED` and `LIMIT_REACHED`. */
  readonly callId: string | undefined;
  /** Names the server's log entry of an `INTERNAL` error. */
  readonly correlationId: string | undefined;

  constructor(error: Omit<PublicError, 'code'> & { code: ErrorCode | LocalErrorCode }) {
    super(error.message);
    this.name = 'LyceumError';
    this.code = error.code;
    this.retryable = error.retryable;
    this.retryAfterMs = error.retryAfterMs;
    this.field = error.field;
    this.callId = error.callId;
    this.correlationId = error.correlationId;
  }

  /** The server can't be reached right now. */
  static offline(): LyceumError {
    return new LyceumError({ code: 'OFFLINE', message: 'You are offline. Check your connection.', retryable: true });
  }

  /** No answer came in time. */
  static timeout(): LyceumError {
    return new LyceumError({ code: 'TIMEOUT', message: 'The server did not answer in time. Try again.', retryable: true });
  }

  /** Nothing more comes of it. */
  static closed(): LyceumError {
    return new LyceumError({ code: 'CLOSED', message: 'The connection is closed.', retryable: false });
  }

  /** Any thrown thing as one of these. */
  static from(thrown: unknown): LyceumError {
    if (thrown instanceof LyceumError) return thrown;
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    return new LyceumError({ code: 'INTERNAL', message, retryable: false });
  }
}

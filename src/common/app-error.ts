import { ERRORS, type ErrorCode, type PublicError } from '../protocol/index.js';

export interface AppErrorDetails {
  /** Replaces the registry's sentence; a person reads it, so it says what to do. Never holds a secret. */
  message?: string;
  field?: string;
  retryAfterMs?: number;
  callId?: string;
  cause?: unknown;
}

/** The one way to refuse something. HTTP, acks, `connect_error`s and close frames are all mapped from it. */
export class AppError extends Error {
  readonly field?: string;
  readonly retryAfterMs?: number;
  readonly callId?: string;

  constructor(
    readonly code: ErrorCode,
    details: AppErrorDetails = {},
  ) {
    super(details.message ?? ERRORS[code].sentence, { cause: details.cause });
    this.name = 'AppError';
    if (details.field !== undefined) this.field = details.field;
    if (details.callId !== undefined) this.callId = details.callId;
    if (details.retryAfterMs !== undefined) this.retryAfterMs = Math.ceil(details.retryAfterMs);
  }

  toPublic(): PublicError {
    return {
      code: this.code,
      message: this.message,
      retryable: ERRORS[this.code].retryable,
      ...(this.retryAfterMs === undefined ? {} : { retryAfterMs: this.retryAfterMs }),
      ...(this.field === undefined ? {} : { field: this.field }),
      ...(this.callId === undefined ? {} : { callId: this.callId }),
    };
  }
}

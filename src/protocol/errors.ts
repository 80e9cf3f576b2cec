/**
 * The one registry of error codes. HTTP answers, command answers, close frames and `connect_error`s all follow from it.
 * `retryable` means: the same request may succeed later without being changed.
 */
export const ERRORS = {
  INVALID: { status: 400, retryable: false, sentence: 'The request is not valid.' },
  TOO_LARGE: { status: 413, retryable: false, sentence: 'The request is larger than this server accepts.' },
  UNKNOWN_EVENT: { status: 404, retryable: false, sentence: 'This server knows no such event.' },
  NOT_FOUND: { status: 404, retryable: false, sentence: 'There is nothing here by that name.' },
  RATE_LIMITED: { status: 429, retryable: true, sentence: 'Too many requests. Wait a moment and try again.' },
  TOO_MANY_CONNECTIONS: { status: 429, retryable: true, sentence: 'Too many connections are open. Close one and try again.' },
  SLOW_CONSUMER: { status: 429, retryable: true, sentence: 'The connection read too slowly. Reconnect and catch up.' },
  INTERNAL: { status: 500, retryable: false, sentence: 'Something went wrong on the server.' },
  UNAVAILABLE: { status: 503, retryable: true, sentence: 'The server cannot do this right now. Try again shortly.' },
  DRAINING: { status: 503, retryable: true, sentence: 'This server is shutting down. Reconnect in a moment.' },

  UNAUTHENTICATED: { status: 401, retryable: false, sentence: 'Sign in first: the token is missing or not valid.' },
  TOKEN_EXPIRED: { status: 401, retryable: false, sentence: 'The token has expired. Sign in again.' },
  SESSION_REVOKED: { status: 401, retryable: false, sentence: 'You have been signed out. Sign in again.' },
  INVALID_CREDENTIALS: { status: 401, retryable: false, sentence: 'Wrong username or password.' },
  IDENTITY_CONFLICT: { status: 409, retryable: false, sentence: 'This id already belongs to someone else.' },
  USERNAME_TAKEN: { status: 409, retryable: false, sentence: 'This username is taken. Choose another one.' },
  USER_NOT_FOUND: { status: 404, retryable: false, sentence: 'There is no such person.' },
  GUESTS_NOT_ALLOWED: { status: 403, retryable: false, sentence: 'Guests are not allowed here' },
  ORIGIN_NOT_ALLOWED: { status: 403, retryable: false, sentence: 'This website may not connect to this server.' },
  FORBIDDEN: { status: 403, retryable: false, sentence: 'You may not do this.' },

  ROOM_NOT_FOUND: { status: 404, retryable: false, sentence: 'There is no such room.' },
  ROOM_CLOSED: { status: 410, retryable: false, sentence: 'This room has been closed.' },
  ROOM_FULL: { status: 409, retryable: true, sentence: 'This room is full.' },
  ROOM_LOCKED: { status: 403, retryable: true, sentence: 'This room is locked.' },
  ROOM_WAITING: { status: 403, retryable: true, sentence: 'Wait until somebody lets you in.' },
  ROOM_KEY_TAKEN: { status: 409, retryable: false, sentence: 'A room with this key already exists.' },
  TOO_MANY_ROOMS: { status: 409, retryable: false, sentence: 'You are in too many rooms. Leave one first.' },
  NOT_A_MEMBER: { status: 403, retryable: false, sentence: 'Join the room first.' },
  BANNED: { status: 403, retryable: false, sentence: 'You are banned from this room.' },
  MUTED: { status: 403, retryable: false, sentence: 'You are muted in this room.' },
  BLOCKED: { status: 403, retryable: false, sentence: 'This person does not want to hear from you.' },
  NAME_TAKEN: { status: 409, retryable: false, sentence: 'Name already taken in this session' },

  MESSAGE_NOT_FOUND: { status: 404, retryable: false, sentence: 'There is no such message.' },
  REVISION_CONFLICT: { status: 409, retryable: false, sentence: 'The message was changed meanwhile. Look at it and try again.' },
  CALL_NOT_FOUND: { status: 404, retryable: false, sentence: 'There is no such call.' },
  CALL_ANSWERED: { status: 409, retryable: false, sentence: 'Somebody has answered this call already.' },
  CALL_ENDED: { status: 410, retryable: false, sentence: 'This call is over.' },
  CALL_CROSSED: { status: 409, retryable: false, sentence: 'This person is calling you. Answer that call.' },
  CALL_FULL: { status: 409, retryable: true, sentence: 'No more people fit into this call.' },
  CALL_BUSY: { status: 409, retryable: true, sentence: 'This person is in another call. Try again later.' },
  CALL_UNREACHABLE: { status: 409, retryable: true, sentence: 'This person cannot be reached right now. Try again later.' },
  HELP_NOT_FOUND: { status: 404, retryable: false, sentence: 'There is no such help request.' },
  HELP_TAKEN: { status: 409, retryable: false, sentence: 'Somebody else is helping already.' },
  HELP_OPEN: { status: 409, retryable: false, sentence: 'You have asked for help already. Cancel that request first.' },
  HELP_OVER: { status: 410, retryable: false, sentence: 'This help request is over.' },
  FILE_NOT_FOUND: { status: 404, retryable: false, sentence: 'There is no such file.' },
  FILE_TOO_LARGE: { status: 413, retryable: false, sentence: 'This file is too large.' },
  QUOTA_EXCEEDED: { status: 413, retryable: false, sentence: 'Your files take all the room you have. Delete some first.' },
  SUBSCRIPTION_NOT_FOUND: { status: 404, retryable: false, sentence: 'There is no such subscription.' },
  WEBHOOK_NOT_FOUND: { status: 404, retryable: false, sentence: 'There is no such webhook.' },
  DELIVERY_NOT_FOUND: { status: 404, retryable: false, sentence: 'There is no such delivery.' },
  IDEMPOTENCY_CONFLICT: {
    status: 409,
    retryable: false,
    sentence: 'This Idempotency-Key was already used for another request.',
  },
  LIMIT_REACHED: { status: 409, retryable: false, sentence: 'There is no room for more of these here.' },
  CONFLICT: { status: 409, retryable: false, sentence: 'This clientId was already used for something else.' },
} as const satisfies Record<string, ErrorSpec>;

export interface ErrorSpec {
  /** HTTP status of this error where it answers an HTTP request. */
  readonly status: number;
  readonly retryable: boolean;
  /** What a person is told; ends in what to do next where there is something to do. */
  readonly sentence: string;
}

export type ErrorCode = keyof typeof ERRORS;

/** An error as every client sees it. */
export interface PublicError {
  code: ErrorCode;
  message: string;
  retryable: boolean;
  /** Milliseconds to wait before trying again; only where it is known. */
  retryAfterMs?: number;
  /** The payload field that was refused, dotted (`room.key`). */
  field?: string;
  /** The call that is in the way: of `CALL_CROSSED` the one to answer, of `LIMIT_REACHED` the one to end first. */
  callId?: string;
  /** Names the log entry of an `INTERNAL` error. */
  correlationId?: string;
}

/** An error as it answers an HTTP request. */
export interface HttpRefusal extends PublicError {
  /** The status of the answer, for clients that see nothing but the body. */
  statusCode: number;
}

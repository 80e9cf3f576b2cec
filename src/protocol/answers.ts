import type { PublicError } from './errors.js';

/** What a client that asked for an acknowledgement gets, exactly once. */
export type Answer<T> = { ok: true; data: T } | { ok: false; error: PublicError };

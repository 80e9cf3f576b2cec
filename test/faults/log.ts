/** What people under load write down about what they did and what they were told. */

/** A message as somebody was told it, or as the database has it. */
export interface Told {
  readonly room: string;
  readonly seq: number;
  readonly id: string;
  readonly text: string;
}

/** A message as the database has it. */
export interface Stored extends Told {
  readonly sender: string;
  readonly clientId: string | null;
}

/** `unknown`: the connection was lost, or nothing came, so that nobody can say whether it was done. */
export type Outcome = 'ok' | 'failed' | 'unknown';

/** One attempt to say something. */
export interface Attempt {
  readonly node: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly ms: number;
  readonly outcome: Outcome;
  /** Of an answer that is `ok`. */
  readonly answer?: { readonly id: string; readonly seq: number };
  /** Of one that is not; `silence` where the connection lives and no answer came. */
  readonly code?: string;
  readonly retryable?: boolean;
}

/** Something to say, and all attempts to say it, with one client id. */
export interface Send {
  readonly room: string;
  readonly sender: string;
  readonly clientId: string;
  readonly text: string;
  /** Whoever speaks an old dialect can't try again: what came of a repeat is not said there. */
  readonly isTriedOnce?: boolean;
  readonly attempts: Attempt[];
}

export type Moment =
  | { readonly kind: 'asks to join' | 'joined' | 'asks to leave' | 'left'; readonly room: string; readonly at: number }
  | { readonly kind: 'live'; readonly message: Told; readonly at: number }
  | { readonly kind: 'answered again'; readonly what: string; readonly at: number };

/** One connection's life, in order. */
export interface Stay {
  readonly node: string;
  readonly moments: Moment[];
  /** When it ended; absent while it lives. */
  endedAt?: number;
  /** Why it did not come into the room. */
  refusal?: string;
}

export interface PersonLog {
  readonly person: string;
  readonly sends: Send[];
  readonly stays: Stay[];
  /** What syncs gave; absent where the dialect has none. */
  readonly synced?: Told[];
}

/** A room's messages as one node tells them. */
export interface History {
  readonly node: string;
  readonly room: string;
  readonly messages: readonly Told[];
}

export interface Evidence {
  readonly stored: readonly Stored[];
  readonly histories: readonly History[];
  readonly people: readonly PersonLog[];
}

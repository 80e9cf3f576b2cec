/** Argon2id, which is the library's default, at OWASP's first choice: 19 MiB, two passes. */
export const HASH_COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** What the thread is asked: one at a time, each answered once. */
export type HashingTask =
  | { readonly kind: 'hash'; readonly password: string }
  | { readonly kind: 'verify'; readonly password: string; readonly passwordHash: string };

export type HashingAnswer = { readonly hash: string } | { readonly matches: boolean } | { readonly error: unknown };

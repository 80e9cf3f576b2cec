import type { ErrorCode } from '../../protocol/index.js';

export type ActorKind = 'operator' | 'admin' | 'key';

/** What is kept of something that was done with more rights than a person has. Holds ids and names of actions, never what was sent. */
export interface AuditEvent {
  readonly actor: { readonly kind: ActorKind; readonly id: string | null };
  /** `users.ban`, `PUT /api/server/users/:id`. */
  readonly action: string;
  /** The id of what it was done to. */
  readonly target: string | null;
  /** Where the request came from; null for the command line. */
  readonly address: string | null;
  /** `done`, or why not. */
  readonly outcome: 'done' | ErrorCode;
}

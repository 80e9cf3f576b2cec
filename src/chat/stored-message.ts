import type { Attachment, Reaction } from '../protocol/index.js';

/** A file as its message keeps it; where it is to be had is not stored. */
export type AttachedFile = Omit<Attachment, 'url'>;

/** A message as it stands in the database. */
export interface StoredMessage {
  readonly id: string;
  readonly seq: number;
  readonly revisionSeq: number;
  readonly senderId: string;
  /** A guest's name at the time; null for everybody else. */
  readonly senderName: string | null;
  readonly clientId: string | null;
  readonly kind: string;
  readonly text: string;
  readonly metadata: Record<string, unknown> | null;
  readonly replyTo: string | null;
  readonly createdAt: Date;
  readonly editedAt: Date | null;
  readonly deletedAt: Date | null;
  readonly pinnedAt: Date | null;
  /** Null: nobody. */
  readonly mentions: readonly string[] | null;
  /** In their order; null: none. */
  readonly attachments: readonly AttachedFile[] | null;
  /** What is shown of them; null: none. */
  readonly reactions: readonly Reaction[] | null;
}

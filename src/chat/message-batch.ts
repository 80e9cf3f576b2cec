import type { Pair } from '../rooms/index.js';
import type { FileClaim } from './file-claims.js';
import type { MessageDraft, RowRefusal, Verdict } from './message-draft.js';
import { digestOf } from './said-digest.js';
import type { StoredMessage } from './stored-message.js';

/** What `WRITE_BATCH` gives for each draft: a refusal, an earlier message, or number and time of the new one. */
export type BatchRow =
  | { refusal: RowRefusal; prior: false }
  | ({ refusal: null; prior: true; pair: Pair | null } & PriorMessage)
  | ({ refusal: null; prior: false; pair: Pair | null; id: string } & Given);

type PriorMessage = StoredMessage & { readonly saidDigest: string | null };
/** What the write adds to a draft. */
type Given = Pick<StoredMessage, 'seq' | 'createdAt' | 'senderName' | 'mentions'>;

/** What `WRITE_BATCH` takes; with claims of files what `WRITE_BATCH_WITH_FILES` does. */
export function columnsOf(drafts: readonly MessageDraft[], claims: readonly FileClaim[] | undefined): unknown[][] {
  return [
    drafts.map(({ id }) => id),
    drafts.map(({ room }) => room.id),
    drafts.map(({ sender }) => sender.id),
    drafts.map(({ sender }) => (sender.guest ? sender.name : null)),
    drafts.map(({ clientId }) => clientId),
    drafts.map(({ kind }) => kind),
    drafts.map(({ text }) => text),
    drafts.map(({ metadata }) => (metadata === null ? null : JSON.stringify(metadata))),
    drafts.map(({ replyTo }) => replyTo),
    drafts.map(({ mentions }) => (mentions.length === 0 ? null : JSON.stringify(mentions))),
    // Of those asked for only members are kept: the row alone would not tell a repeat from something else.
    drafts.map((draft) => (draft.mentions.length === 0 || draft.clientId === null ? null : digestOf(draft))),
    ...(claims === undefined
      ? []
      : [claims.map(({ files }) => (files === null ? null : JSON.stringify(files))), claims.map(({ refusal }) => refusal)]),
  ];
}

/** Whether it was written now, and not found to be there. */
export function isNew(row: BatchRow | undefined): boolean {
  return row?.refusal === null && !row.prior;
}

export function verdictOn(draft: MessageDraft, row: BatchRow | undefined, claim: FileClaim | undefined): Verdict {
  if (row === undefined) throw new Error('The database gave no row for a draft');
  if (row.refusal !== null) return { draft, outcome: 'refused', code: row.refusal };
  const { pair } = row;
  if (!row.prior) return { draft, outcome: 'written', stored: stored(draft, row, claim?.files ?? null), pair };
  if (row.id === draft.id) return { draft, outcome: 'written', stored: row, pair };
  if (!saysTheSame(draft, row)) return { draft, outcome: 'refused', code: 'CONFLICT' };
  return { draft, outcome: 'repeated', stored: row, pair };
}

/** Field by field: objects put together by spreading take several times as long to make, and this is done for every message. */
function stored(draft: MessageDraft, given: Given, attachments: StoredMessage['attachments']): StoredMessage {
  return {
    id: draft.id,
    seq: given.seq,
    revisionSeq: given.seq,
    senderId: draft.sender.id,
    senderName: given.senderName,
    clientId: draft.clientId,
    kind: draft.kind,
    text: draft.text,
    metadata: draft.metadata,
    replyTo: draft.replyTo,
    createdAt: given.createdAt,
    editedAt: null,
    deletedAt: null,
    pinnedAt: null,
    mentions: given.mentions,
    attachments,
    reactions: null,
  };
}

function saysTheSame(draft: MessageDraft, prior: PriorMessage): boolean {
  return digestOf(draft) === (prior.saidDigest ?? digestOf(prior));
}

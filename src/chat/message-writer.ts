import { Injectable } from '@nestjs/common';
import { AppError } from '../common/index.js';
import { isUnavailable, retryIdempotent } from '../database/index.js';
import type { Message } from '../protocol/index.js';
import { blockedError, type Pair } from '../rooms/index.js';
import { commitBatchSize } from './chat.metrics.js';
import { Lane, PUT_OFF } from './lane.js';
import type { MessageDraft, RowRefusal, Verdict } from './message-draft.js';
import { presentWritten } from './message.presenter.js';
import { MessageRepository } from './message.repository.js';

const LANES = 2;
const BATCH_SIZE = 256;
const QUEUE_SIZE = 5_000;
const QUEUE_BYTES = 32 * 1024 * 1024;
/** What a draft takes beside its text, metadata, mentions and files. */
const DRAFT_BYTES = 500;
/** A file's id, and what becomes of it. */
const ATTACHED_BYTES = 500;
/** What a character of JSON may become in memory: an empty list is two characters and an object. */
const PARSED_BYTES = 8;
/** How long a room that somebody holds is left alone. */
const HELD_MS = 250;
/** A sender hears within 3 s, whatever the database does; the rest is for the way there and back. */
const PATIENCE_MS = 2_700;
const RETRY_MS = 1_800;

export interface Written {
  readonly message: Message;
  /** Where it was said in a conversation of two: whose. */
  readonly pair: Pair | null;
  /** The first answer again: nothing was said now. */
  readonly isDuplicate: boolean;
}

type MessageLane = Lane<MessageDraft, Written>;

/**
 * Writes messages durably, many at a time. A room's messages always take the same lane, so that they get their numbers
 * in the order of their arrival; several lanes, so that one commit's wait for the disk is another's time to work.
 */
@Injectable()
export class MessageWriter {
  private readonly lanes: readonly MessageLane[];

  constructor(private readonly messages: MessageRepository) {
    this.lanes = Array.from({ length: LANES }, () => this.newLane());
  }

  /**
   * Resolves when the message is committed. `committed` is called with it first, in the order of the room's numbers,
   * also when the sender was told `UNAVAILABLE` because the outcome came too late, as `isLate` says; never for a duplicate.
   *
   * Errors: `ROOM_NOT_FOUND`, `ROOM_CLOSED`, `NOT_A_MEMBER`, `BANNED`, `MUTED`, `BLOCKED` (in a conversation of two, by either),
   * `CONFLICT` (the clientId stands for other content), `INVALID` (`replyTo` is no message of this room, or a file is in another
   * message), `FILE_NOT_FOUND` (no such file of the sender for this room), `UNAVAILABLE` (within 3 s; the outcome is unknown, a
   * repeat with the same clientId is safe).
   */
  write(draft: MessageDraft, committed: (message: Message, pair: Pair | null, isLate: boolean) => void): Promise<Written> {
    return this.laneOf(draft.room.id).submit(draft, (outcome, isLate) => {
      if (!outcome.isDuplicate) committed(outcome.message, outcome.pair, isLate);
    });
  }

  private newLane(): MessageLane {
    return new Lane({
      commit: (drafts) => this.commit(drafts),
      keyOf: ({ sender, room, clientId }) => (clientId === null ? null : `${room.id} ${sender.id}\0${clientId}`),
      lineOf: ({ room }) => room.id,
      bytesOf,
      concernsAll: isUnavailable,
      batchSize: BATCH_SIZE,
      queueSize: QUEUE_SIZE,
      queueBytes: QUEUE_BYTES,
      patienceMs: PATIENCE_MS,
      pauseMs: HELD_MS,
    });
  }

  private async commit(drafts: readonly MessageDraft[]): Promise<(Written | AppError | typeof PUT_OFF)[]> {
    // An attempt whose answer was lost is found again by the drafts' ids.
    const verdicts = await retryIdempotent(() => this.messages.commit(drafts), { withinMs: RETRY_MS });
    commitBatchSize.observe(drafts.length);
    return verdicts.map(outcomeOf);
  }

  private laneOf(roomId: string): MessageLane {
    let hash = 0;
    for (let index = 0; index < roomId.length; index += 1) hash = (hash * 31 + roomId.charCodeAt(index)) | 0;
    const lane = this.lanes[Math.abs(hash) % LANES];
    if (lane === undefined) throw new RangeError('There is no such lane');
    return lane;
  }
}

function bytesOf({ text, metadata, mentions, attachments }: MessageDraft): number {
  const mentioned = mentions.reduce((sum, id) => sum + id.length * 2, 0);
  const named = mentioned + attachments.length * ATTACHED_BYTES;
  return DRAFT_BYTES + text.length * 2 + named + (metadata === null ? 0 : JSON.stringify(metadata).length * PARSED_BYTES);
}

function outcomeOf(verdict: Verdict): Written | AppError | typeof PUT_OFF {
  if (verdict.outcome === 'held') return PUT_OFF;
  if (verdict.outcome === 'refused') return refusal(verdict.code);
  return { message: presentWritten(verdict), pair: verdict.pair, isDuplicate: verdict.outcome === 'repeated' };
}

function refusal(code: RowRefusal): AppError {
  switch (code) {
    case 'BLOCKING':
      return blockedError(true);
    case 'REPLY_NOT_FOUND':
      return new AppError('INVALID', { field: 'replyTo', message: 'replyTo must be the id of a message of this room' });
    case 'FILE_TAKEN':
      return new AppError('INVALID', { field: 'attachments', message: 'One of the attachments is in another message already' });
    case 'FILE_NOT_FOUND':
      return new AppError(code, { field: 'attachments', message: 'There is no such file of yours for this room.' });
    default:
      return new AppError(code);
  }
}

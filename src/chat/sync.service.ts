import { Injectable } from '@nestjs/common';
import { AppError } from '../common/index.js';
import { ERRORS, SYNC_CHANGES, type RoomChanges, type RoomTarget, type SyncRequest } from '../protocol/index.js';
import type { Connection } from '../realtime/index.js';
import { RoomAccess } from '../rooms/index.js';
import { MessageLogRepository, type ChangeWindow, type RoomLog } from './message-log.repository.js';
import { presentMessage, presentSender } from './message.presenter.js';

/** Past it an answer ends early, with `more`: it must fit into what a connection may have queued. */
const ANSWER_BYTES = 384 * 1024;

type Wanted = SyncRequest['rooms'][number];

/** Giving a client everything it missed. */
@Injectable()
export class SyncService {
  constructor(
    private readonly access: RoomAccess,
    private readonly log: MessageLogRepository,
  ) {}

  /** Throws `INVALID` when a room is asked for twice. */
  async sync(connection: Connection, { rooms: wanted }: SyncRequest): Promise<{ rooms: RoomChanges[] }> {
    const located: (ChangeWindow | AppError)[] = [];
    for (const one of wanted) located.push(await this.locate(connection, one));

    const windows = located.filter((entry): entry is ChangeWindow => !(entry instanceof AppError));
    const limits = { perRoom: SYNC_CHANGES, bytes: ANSWER_BYTES };
    const logs = (await this.log.changesIn(connection.user.id, windows, limits)).values();

    const seen = new Set<string>();
    const rooms = wanted.map(({ room: target, afterSeq }, index) => {
      const entry = located[index];
      if (entry instanceof AppError) return unreadable(target, entry);
      const log = logs.next().value ?? 'ROOM_NOT_FOUND';
      if (typeof log === 'string') return unreadable(target, new AppError(log));
      if (seen.has(log.room.id)) throw repetition(index);
      seen.add(log.room.id);
      return changesOf(afterSeq, log);
    });
    return { rooms };
  }

  /** Leaves to the statement that reads the changes what it can find itself. */
  private async locate(connection: Connection, { room: target, afterSeq }: Wanted): Promise<ChangeWindow | AppError> {
    const joined = this.access.joined(connection, target);
    if (joined !== undefined) return { id: joined.id, key: null, afterSeq, isJoined: true };
    const { id = null, key = null } = target;
    if (id !== null || key !== null) return { id, key, afterSeq, isJoined: false };
    try {
      // Not in the statement: who tries codes is counted.
      const room = await this.access.locate(connection, target);
      return { id: room.id, key: null, afterSeq, isJoined: false };
    } catch (error) {
      // What may be different in a moment is no answer about the room.
      if (!(error instanceof AppError) || ERRORS[error.code].retryable) throw error;
      return error;
    }
  }
}

function repetition(index: number): AppError {
  const field = `rooms.${index}.room`;
  return new AppError('INVALID', { field, message: `${field} is a room that the list already has` });
}

function changesOf(afterSeq: number, { room, lastSeq, prunedSeq, newestSeq, changes }: RoomLog): RoomChanges {
  if (afterSeq > lastSeq || afterSeq < prunedSeq) return { room, changes: [], lastSeq, more: false, reset: true };
  const reached = changes.at(-1)?.revisionSeq ?? afterSeq;
  const messages = changes.map((change) => presentMessage(change, room, presentSender(change, change)));
  return { room, changes: messages, lastSeq, more: reached < newestSeq };
}

/** Shows the room as the client named it, and nothing that only members know. */
function unreadable(target: RoomTarget, { code, message }: AppError): RoomChanges {
  const room = { id: target.id ?? '', key: target.key ?? null, code: target.code ?? null };
  return { room, changes: [], lastSeq: 0, more: false, error: { code, message } };
}

import { Injectable } from '@nestjs/common';
import { AppError } from '../common/index.js';
import { ERRORS, SYNC_CHANGES, type RoomChanges, type RoomRef, type RoomTarget, type SyncRequest } from '../protocol/index.js';
import type { Connection } from '../realtime/index.js';
import { RoomAccess } from '../rooms/index.js';
import { MessageLogRepository, type RoomLog } from './message-log.repository.js';
import { presentMessage, presentSender } from './message.presenter.js';

/** Past it an answer ends early, with `more`: it must fit into what a connection may have queued. */
const ANSWER_BYTES = 384 * 1024;

type Located = { room: RoomRef; afterSeq: number } | { refused: RoomChanges };

/** Giving a client everything it missed. */
@Injectable()
export class SyncService {
  constructor(
    private readonly access: RoomAccess,
    private readonly log: MessageLogRepository,
  ) {}

  async sync(connection: Connection, request: SyncRequest): Promise<{ rooms: RoomChanges[] }> {
    const located: Located[] = [];
    for (const { room, afterSeq } of request.rooms) located.push(await this.locate(connection, room, afterSeq));

    const windows = located.filter((entry) => 'room' in entry).map(({ room, afterSeq }) => ({ roomId: room.id, afterSeq }));
    const logs = await this.log.changesIn(windows, { perRoom: SYNC_CHANGES, bytes: ANSWER_BYTES });

    const answers = logs.values();
    return {
      rooms: located.map((entry) => {
        if ('refused' in entry) return entry.refused;
        const log = answers.next().value;
        return log === undefined
          ? unreadable(entry.room, new AppError('ROOM_NOT_FOUND'))
          : changesOf(entry.room, entry.afterSeq, log);
      }),
    };
  }

  private async locate(connection: Connection, target: RoomTarget, afterSeq: number): Promise<Located> {
    try {
      return { room: await this.access.requireMember(connection, target), afterSeq };
    } catch (error) {
      // What may be different in a moment is no answer about the room.
      if (!(error instanceof AppError) || ERRORS[error.code].retryable) throw error;
      return { refused: unreadable(target, error) };
    }
  }
}

function changesOf(room: RoomRef, afterSeq: number, { lastSeq, newestSeq, changes }: RoomLog): RoomChanges {
  if (afterSeq > lastSeq) return { room, changes: [], lastSeq, more: false, reset: true };
  const reached = changes.at(-1)?.revisionSeq ?? afterSeq;
  const messages = changes.map((change) => presentMessage(change, room, presentSender(change, change)));
  return { room, changes: messages, lastSeq, more: reached < newestSeq };
}

/** Shows the room as the client named it, and nothing that only members know. */
function unreadable(target: RoomTarget | RoomRef, { code, message }: AppError): RoomChanges {
  const room = { id: target.id ?? '', key: target.key ?? null, code: target.code ?? null };
  return { room, changes: [], lastSeq: 0, more: false, error: { code, message } };
}

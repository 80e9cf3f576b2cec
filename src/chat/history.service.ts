import { Injectable } from '@nestjs/common';
import { AppError } from '../common/index.js';
import type { HistoryPage, HistoryRequest } from '../protocol/index.js';
import type { Asker } from '../realtime/index.js';
import { RoomAccess } from '../rooms/index.js';
import { MessageLogRepository, type LoggedMessage } from './message-log.repository.js';
import { presentMessage, presentSender } from './message.presenter.js';
import { cutPage, PAGE_BYTES } from './page.js';

const DEFAULT_LIMIT = 50;

type Reader = (roomId: string, seq: number, limit: number) => Promise<LoggedMessage[]>;

/** Reading what was said in a room, page by page. */
@Injectable()
export class HistoryService {
  constructor(
    private readonly access: RoomAccess,
    private readonly log: MessageLogRepository,
  ) {}

  async read(asker: Asker, { room: target, before, after, around, limit = DEFAULT_LIMIT }: HistoryRequest): Promise<HistoryPage> {
    if ([before, after, around].filter((seq) => seq !== undefined).length > 1) {
      throw new AppError('INVALID', { field: 'before', message: 'Give one of before, after and around' });
    }
    const room = await this.access.requireMember(asker, target);
    const side = async (read: Reader, seq: number, count: number, bytes: number) => {
      const rows = await read(room.id, seq, count + 1);
      return cutPage(
        rows.map((row) => presentMessage(row, room, presentSender(row, row))),
        { count, bytes },
      );
    };
    const older: Reader = (...range) => this.log.saidBefore(...range);
    const newer: Reader = (...range) => this.log.saidAfter(...range);

    if (after !== undefined) return side(newer, after, limit, PAGE_BYTES);
    if (around !== undefined) {
      const half = Math.ceil(limit / 2);
      const until = await side(older, around + 1, half, PAGE_BYTES / 2);
      const since = await side(newer, around, limit - half, PAGE_BYTES / 2);
      return { messages: [...until.messages.reverse(), ...since.messages], hasMore: until.hasMore || since.hasMore };
    }
    const page = await side(older, before ?? Number.MAX_SAFE_INTEGER, limit, PAGE_BYTES);
    return { ...page, messages: page.messages.reverse() };
  }
}

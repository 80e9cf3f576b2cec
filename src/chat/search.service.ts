import { Injectable } from '@nestjs/common';
import { AppError } from '../common/index.js';
import { Lanes } from '../common/lanes.js';
import { isStatementTimeout } from '../database/index.js';
import type { SearchPage, SearchRequest } from '../protocol/index.js';
import type { Connection } from '../realtime/index.js';
import { RoomAccess } from '../rooms/index.js';
import { presentMessage, presentSender } from './message.presenter.js';
import { cutPage } from './page.js';
import { cursorAt, placeOf } from './search-cursor.js';
import { SearchRepository, type FoundMessage } from './search.repository.js';

const DEFAULT_LIMIT = 20;
/** As a page of the history: no answer is more than a connection may have queued. */
const PAGE_BYTES = 384 * 1024;
/** Searches of this node at once. They may be long, and must leave connections to the database for those who write. */
const LINES = 3;
const BOUNDS = { waitMs: 2_500, length: 50 };

/** Finding messages by their words. */
@Injectable()
export class SearchService {
  private readonly lanes = new Lanes(BOUNDS);

  constructor(
    private readonly access: RoomAccess,
    private readonly repository: SearchRepository,
  ) {}

  /**
   * The newest that fit, oldest first. Throws `INVALID` for `before` without a room, `cursor` with one, and a cursor that no page
   * gave; `UNAVAILABLE` where it takes too long, or too many search.
   */
  async search(connection: Connection, request: SearchRequest): Promise<SearchPage> {
    const limit = request.limit ?? DEFAULT_LIMIT;
    const read = await this.readerFor(connection, request);
    const rows = await this.inTurn(connection.user.id, () => read(limit + 1));
    const shown = rows.map((row) => presentMessage(row, row.room, presentSender(row, row)));
    const { messages, hasMore } = cutPage(shown, { count: limit, bytes: PAGE_BYTES });
    const last = rows[messages.length - 1];
    const isPagedByCursor = (request.room ?? undefined) === undefined && hasMore && last !== undefined;
    const cursor = isPagedByCursor ? cursorAt({ ...last, roomId: last.room.id }) : null;
    return { messages: messages.reverse(), hasMore, cursor };
  }

  private async readerFor(connection: Connection, request: SearchRequest): Promise<(limit: number) => Promise<FoundMessage[]>> {
    const { query } = request;
    // Null is as good as absent: the answer's own `cursor` can be null.
    const [room, before, cursor] = [request.room ?? undefined, request.before ?? undefined, request.cursor ?? undefined];
    if (room !== undefined) {
      if (cursor !== undefined) throw invalid('cursor', 'cursor is for all rooms; in one room use before');
      const { id } = await this.access.requireMember(connection, room);
      return (limit) => this.repository.inRoom(query, id, before ?? Number.MAX_SAFE_INTEGER, limit);
    }
    if (before !== undefined) throw invalid('before', 'before needs a room; over all rooms use the cursor of the page before');
    const place = cursor === undefined ? undefined : placeOf(cursor);
    if (cursor !== undefined && place === undefined) throw invalid('cursor', 'cursor must be the one of an earlier page');
    return (limit) => this.repository.inRoomsOf(query, connection.user.id, place, limit);
  }

  /** One person always waits in the same line, and so holds up no more than that one. */
  private async inTurn(userId: string, work: () => Promise<FoundMessage[]>): Promise<FoundMessage[]> {
    const line = String((userId.codePointAt(userId.length - 1) ?? 0) % LINES);
    return this.lanes.run(line, async (turn) => {
      // Refused while it waited: nobody wants the answer any more.
      if (!turn.claim()) return [];
      try {
        return await work();
      } catch (error) {
        if (!isStatementTimeout(error)) throw error;
        const message = 'The search took too long. Search in one room, or for rarer words.';
        throw new AppError('UNAVAILABLE', { message, cause: error });
      }
    });
  }
}

function invalid(field: 'before' | 'cursor', message: string): AppError {
  return new AppError('INVALID', { field, message });
}

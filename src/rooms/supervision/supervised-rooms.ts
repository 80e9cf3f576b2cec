import { Injectable } from '@nestjs/common';
import { Administration, Audit, auditOf, type Administrator } from '../../auth/index.js';
import { cursorOf, partsOf } from '../../common/cursor.js';
import { AppError, isUuid } from '../../common/index.js';
import { SUPERVISED_KINDS, type SupervisedKind, type SupervisedRoom, type SupervisedRoomPage } from '../../protocol/index.js';
import { asBackend } from '../hosted/backend.js';
import { RoomSettings } from '../moderation/room-settings.js';
import { normalCode } from '../room-codes.js';
import { RoomRepository } from '../room.repository.js';
import { Roster } from '../roster.js';
import { RoomListRepository, type ListedRoom, type RoomsAsked } from './room-list.repository.js';

const DEFAULT_LIMIT = 50;
const FIRST_ID = '00000000-0000-0000-0000-000000000000';
const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

export interface RoomQuestion {
  /** How the title begins, or the whole id, code or key. */
  readonly query?: string;
  readonly kind?: SupervisedKind;
  /** Absent: open or closed. */
  readonly open?: boolean;
  readonly limit?: number;
  /** Of the page before. */
  readonly cursor?: string;
}

/** All rooms but conversations of two, for administrators. */
@Injectable()
export class SupervisedRooms {
  constructor(
    private readonly administration: Administration,
    private readonly audit: Audit,
    private readonly list: RoomListRepository,
    private readonly rooms: RoomRepository,
    private readonly settings: RoomSettings,
    private readonly roster: Roster,
  ) {}

  /** Rooms in which anybody is now, on whatever node. */
  get inUse(): number {
    return this.roster.occupiedCount;
  }

  /** Rooms that somebody is a member of. */
  countOf(userId: string): Promise<number> {
    return this.list.countOf(userId);
  }

  /** Throws `FORBIDDEN`, `INVALID` for a cursor that no page of this list gave. */
  async page(admin: Administrator, question: RoomQuestion): Promise<SupervisedRoomPage> {
    await this.administration.assertAdmin(admin);
    const { kind, open, cursor, limit = DEFAULT_LIMIT } = question;
    const asked = { kinds: kind === undefined ? SUPERVISED_KINDS : [kind], open };
    const query = question.query?.normalize('NFKC').trim() ?? '';
    return query === '' ? this.newest(asked, cursor, limit) : this.named(asked, query, cursor, limit);
  }

  /** When it resolves nothing more of the room reaches anybody. Throws `FORBIDDEN`, also for the lobby, and `ROOM_NOT_FOUND`. */
  async close(admin: Administrator, id: string): Promise<void> {
    await this.administration.assertAdmin(admin);
    const room = isUuid(id) ? await this.rooms.findOpenById(id) : undefined;
    if (room === undefined || room.kind === 'direct') throw new AppError('ROOM_NOT_FOUND');
    await this.settings.close(asBackend(), { id });
    await this.audit.record(auditOf(admin, 'rooms.close', id));
  }

  private async newest(asked: RoomsAsked, cursor: string | undefined, limit: number): Promise<SupervisedRoomPage> {
    if (cursor !== undefined && !isUuid(cursor)) throw notACursor();
    const found = await this.list.newest(asked, cursor ?? LAST_ID, limit + 1);
    const page = found.slice(0, limit);
    return { rooms: page.map(this.shown), cursor: found.length > limit ? (page.at(-1)?.id ?? null) : null };
  }

  /** What is called just so comes before the first page. */
  private async named(asked: RoomsAsked, query: string, cursor: string | undefined, limit: number): Promise<SupervisedRoomPage> {
    const names = { id: isUuid(query) ? query : null, code: normalCode(query) ?? null, key: query };
    const pattern = `${query.replaceAll(/[\\%_]/g, '\\$&')}%`;
    const [called, titled] = await Promise.all([
      cursor === undefined ? this.list.called(asked, names) : [],
      this.list.titled(asked, pattern, cursor === undefined ? { titleKey: '', id: FIRST_ID } : placeOf(cursor), limit + 1),
    ]);
    const page = titled.slice(0, limit);
    const last = page.at(-1);
    const others = page.filter(({ id }) => !called.some((room) => room.id === id));
    return {
      rooms: [...called, ...others].map(this.shown),
      cursor: titled.length > limit && last !== undefined ? cursorOf([last.titleKey, last.id]) : null,
    };
  }

  private readonly shown = (room: ListedRoom): SupervisedRoom => {
    const { id, key, code, kind, title, visibility, members, lastSeq } = room;
    return {
      ...{ id, key, code, kind, title, visibility, members, lastSeq },
      createdAt: room.createdAt.toISOString(),
      lastUsedAt: room.lastActiveAt.toISOString(),
      closedAt: room.closedAt?.toISOString() ?? null,
      participants: this.roster.count(id),
    };
  };
}

function placeOf(cursor: string): { titleKey: string; id: string } {
  const [titleKey, id, ...more] = partsOf(cursor) ?? [];
  if (typeof titleKey !== 'string' || typeof id !== 'string' || !isUuid(id) || more.length > 0) throw notACursor();
  return { titleKey, id };
}

function notACursor(): AppError {
  return new AppError('INVALID', { field: 'cursor', message: 'cursor must be the one of an earlier page of this list' });
}

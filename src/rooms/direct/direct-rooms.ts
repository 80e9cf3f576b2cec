import { Injectable } from '@nestjs/common';
import { UserDirectory } from '../../auth/index.js';
import { AppError, isGuestId, newId } from '../../common/index.js';
import { Lanes } from '../../common/lanes.js';
import { AppConfig } from '../../config/index.js';
import { Database, retryIdempotent } from '../../database/index.js';
import type { User, UserTarget } from '../../protocol/index.js';
import { RateLimits, type Connection } from '../../realtime/index.js';
import { Blocks } from '../doors/blocks.js';
import type { FoundRoom } from '../room-access.js';
import { ROOM_LANES } from '../room-lanes.js';
import { refOf } from '../room-row.js';
import { contactsOf } from './contacts.js';
import { DirectRoomRepository, type DirectRoomRow } from './direct-room.repository.js';
import { lockPair } from './pair-lock.js';
import { pairOf, type Pair } from './pair.js';

/** As long as a sender waits for the lock of others, and some. */
const RETRY = { withinMs: 1_500 };

/** Finds the room in which two people talk, and makes it when one writes to the other for the first time. */
@Injectable()
export class DirectRooms {
  /** One at a time for a pair: many first messages at once make one room, and count as one. */
  private readonly lanes = new Lanes(ROOM_LANES);

  constructor(
    private readonly config: AppConfig,
    private readonly database: Database,
    private readonly rooms: DirectRoomRepository,
    private readonly blocks: Blocks,
    private readonly users: UserDirectory,
    private readonly rates: RateLimits,
  ) {}

  /**
   * The room of the caller and that person. Throws `FORBIDDEN` to guests, `INVALID` for oneself, `USER_NOT_FOUND`; where it is to be
   * made also `BLOCKED` and, past so many new ones an hour, `RATE_LIMITED`.
   */
  async roomWith(connection: Connection, to: UserTarget): Promise<FoundRoom> {
    const { user } = connection;
    if (user.guest) throw new AppError('FORBIDDEN', { message: 'Guests can’t write to people directly. Sign in first.' });
    const peerId = await this.idOf(to);
    if (peerId === user.id) throw new AppError('INVALID', { field: 'to', message: 'You can’t write to yourself.' });
    const pair = pairOf(user.id, peerId);
    const room =
      (await this.rooms.findOf(pair)) ?? (await this.lanes.run(JSON.stringify(pair), () => this.begin(connection, peerId)));
    return { room: refOf(room), pair, contacts: contactsOf(pair, room), lastSeq: room.lastSeq };
  }

  private async begin(connection: Connection, peerId: string): Promise<DirectRoomRow> {
    const { user } = connection;
    const pair = pairOf(user.id, peerId);
    const found = await this.rooms.findOf(pair);
    if (found !== undefined) return found;
    if (!this.config.rooms.acceptUnknownRecipients && !(await this.users.findByIds([peerId])).has(peerId)) throw unknown();
    await this.rates.admit(connection, 'create', 'refuse');
    return retryIdempotent(() => this.make(user, pair, newId()), RETRY);
  }

  /** Nobody is shown a room in which nothing may be said. */
  private make(user: User, pair: Pair, id: string): Promise<DirectRoomRow> {
    return this.database.transaction(async (tx) => {
      await lockPair(tx, pair);
      await this.blocks.assertMayWrite(user.id, pair, tx);
      await this.rooms.insert(tx, id, pair);
      const made = await this.rooms.findOf(pair, tx);
      if (made === undefined) throw new Error('A direct room was not made');
      return made;
    });
  }

  /** Of several names the id goes first. */
  private async idOf({ id, username }: UserTarget): Promise<string> {
    if (id !== undefined) {
      if (isGuestId(id)) throw unknown();
      return id;
    }
    if (username === undefined) throw new AppError('INVALID', { field: 'to', message: 'to must have an id or a username' });
    const user = await this.users.findByUsername(username);
    if (user === undefined) throw unknown();
    return user.id;
  }
}

function unknown(): AppError {
  return new AppError('USER_NOT_FOUND', { field: 'to' });
}

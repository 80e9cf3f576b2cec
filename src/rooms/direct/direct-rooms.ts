import { Injectable } from '@nestjs/common';
import { UserDirectory } from '../../auth/index.js';
import { AppError, isGuestId, isPassingGuest, newId } from '../../common/index.js';
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
import { pairOf, peerIn, type Pair } from './pair.js';

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
   * The room of the caller and that person, whom `UserDirectory.find` tells. Throws `FORBIDDEN` to guests who are new on every
   * connection, `INVALID` for oneself, `USER_NOT_FOUND`; where it is to be made also `BLOCKED` and, past so many new ones an hour,
   * `RATE_LIMITED`.
   */
  async roomWith(connection: Connection, to: UserTarget): Promise<FoundRoom> {
    const { user } = connection;
    if (isPassingGuest(user.id)) {
      throw new AppError('FORBIDDEN', { message: 'Guests of this kind can’t write to people directly. Sign in first.' });
    }
    return (await this.knownWith(user, to)) ?? this.roomOf(connection, pairWith(user, await this.peerOf(to)));
  }

  /** The same where it is there already. Throws as `roomWith`; `ROOM_NOT_FOUND` where the two have not begun to talk. */
  async existingWith(user: User, to: UserTarget): Promise<FoundRoom> {
    const known = await this.knownWith(user, to);
    if (known !== undefined) return known;
    const pair = pairWith(user, await this.peerOf(to));
    const room = await this.rooms.findOf(pair);
    if (room === undefined) throw new AppError('ROOM_NOT_FOUND');
    return found(room, pair);
  }

  /** The id of the person to whom somebody wants to write. Throws `INVALID` for oneself, `USER_NOT_FOUND`. */
  async recipientOf(user: User, to: UserTarget): Promise<string> {
    return peerIn(pairWith(user, await this.peerOf(to)), user.id);
  }

  /** Where two people talk already nobody need be looked up. Guests do come and go. */
  private async knownWith(user: User, { id }: UserTarget): Promise<FoundRoom | undefined> {
    if (id === undefined || isGuestId(id)) return undefined;
    const pair = pairWith(user, id);
    const room = await this.rooms.findOf(pair);
    return room && found(room, pair);
  }

  private async roomOf(connection: Connection, pair: Pair): Promise<FoundRoom> {
    const room =
      (await this.rooms.findOf(pair)) ?? (await this.lanes.run(JSON.stringify(pair), () => this.begin(connection, pair)));
    return found(room, pair);
  }

  private async begin(connection: Connection, pair: Pair): Promise<DirectRoomRow> {
    const begun = await this.rooms.findOf(pair);
    if (begun !== undefined) return begun;
    await this.rates.admit(connection, 'create', 'refuse');
    return retryIdempotent(() => this.make(connection.user, pair, newId()), RETRY);
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

  private async peerOf(to: UserTarget): Promise<string> {
    const { id, username } = to;
    if (id === undefined && username === undefined) {
      throw new AppError('INVALID', { field: 'to', message: 'to must have an id or a username' });
    }
    const peer = await this.users.find(to);
    if (peer !== undefined) return peer.id;
    // They may be known to the app, and come later.
    if (id !== undefined && !isGuestId(id) && this.config.rooms.acceptUnknownRecipients) return id;
    throw new AppError('USER_NOT_FOUND', { field: 'to' });
  }
}

function pairWith({ id }: User, peerId: string): Pair {
  if (peerId === id) throw new AppError('INVALID', { field: 'to', message: 'You can’t write to yourself.' });
  return pairOf(id, peerId);
}

function found(room: DirectRoomRow, pair: Pair): FoundRoom {
  return { room: refOf(room), pair, contacts: contactsOf(pair, room), lastSeq: room.lastSeq };
}

import { Injectable } from '@nestjs/common';
import { UserDirectory } from '../../auth/index.js';
import type { User } from '../../protocol/index.js';
import type { RoomRow } from '../room-row.js';
import { peerIn } from './pair.js';

/** With whom somebody talks in their direct rooms. */
@Injectable()
export class Peers {
  constructor(private readonly users: UserDirectory) {}

  /** Tells it of each of these rooms: null in other kinds, and where nobody here has that id, or has it no more. Asks the database once, if at all. */
  async of(viewerId: string, rooms: readonly RoomRow[]): Promise<(room: RoomRow) => User | null> {
    const peerId = ({ pair }: RoomRow) => (pair === null ? undefined : peerIn(pair, viewerId));
    const known = await this.users.findByIds(rooms.flatMap((room) => peerId(room) ?? []));
    return (room) => known.get(peerId(room) ?? '') ?? null;
  }
}

import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/index.js';
import type { Joined, User } from '../../protocol/index.js';
import { MemberRepository } from '../member.repository.js';
import { shownRoom, type RoomRow } from '../room-row.js';
import { Peers } from './peers.js';

/**
 * What joining is for a conversation of two. Its people hear it on every connection they have, so that nobody takes a seat there and
 * nothing has to end when they go; a client that joins all of a person's rooms gets its answer all the same.
 */
@Injectable()
export class Visits {
  constructor(
    private readonly members: MemberRepository,
    private readonly peers: Peers,
  ) {}

  /** Throws `ROOM_NOT_FOUND` to everybody but the two. */
  async show(user: User, row: RoomRow): Promise<Joined> {
    const member = await this.members.find(row.id, user.id);
    if (member === undefined) throw new AppError('ROOM_NOT_FOUND');
    const peerOf = await this.peers.of(user.id, [row]);
    const { role, readSeq } = member;
    const room = shownRoom(row, peerOf(row));
    // Nobody sits there, and nobody can be muted.
    return { room, role, muted: false, participants: [], participantCount: 0, lastSeq: row.lastSeq, readSeq };
  }
}

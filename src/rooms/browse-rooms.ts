import { Injectable } from '@nestjs/common';
import { AppError } from '../common/index.js';
import type { AnswerOf, Participant, RoomTarget } from '../protocol/index.js';
import type { Connection } from '../realtime/index.js';
import type { Guesser } from './code-attempts.js';
import { Peers } from './direct/index.js';
import { isSeenByStrangers } from './join-rules.js';
import { MemberRepository } from './member.repository.js';
import { guesserOf, RoomAccess } from './room-access.js';
import { shownRoom, type RoomRow } from './room-row.js';
import { RoomRepository } from './room.repository.js';
import { Roster } from './roster.js';

const PAGE = 50;

/** A session as `GET /api/sessions/:code` shows it. */
export interface OpenSession {
  readonly room: RoomRow;
  readonly participants: Participant[];
}

/** What one may see of rooms without joining them. */
@Injectable()
export class BrowseRooms {
  constructor(
    private readonly access: RoomAccess,
    private readonly rooms: RoomRepository,
    private readonly members: MemberRepository,
    private readonly roster: Roster,
    private readonly peers: Peers,
  ) {}

  /** For members; public rooms for everybody. */
  async get(connection: Connection, target: RoomTarget): Promise<AnswerOf<'rooms:get'>> {
    const joined = this.access.joined(connection, target);
    const room = await this.access.find(guesserOf(connection), joined === undefined ? target : { id: joined.id });
    if (room === undefined) throw new AppError('ROOM_NOT_FOUND');
    const member = await this.members.find(room.id, connection.user.id);
    if (member?.banned === true) throw new AppError('BANNED');
    if (member === undefined && !isSeenByStrangers(room)) throw new AppError('ROOM_NOT_FOUND');
    if (member === undefined && room.visibility !== 'public') throw new AppError('NOT_A_MEMBER');
    const peerOf = await this.peers.of(connection.user.id, [room]);
    return { room: shownRoom(room, peerOf(room)), ...this.roster.shown(room.id) };
  }

  async list(userId: string, before: string | undefined, limit = PAGE): Promise<AnswerOf<'rooms:list'>> {
    const found = await this.rooms.listOf(userId, before, limit + 1);
    const page = found.slice(0, limit);
    const peerOf = await this.peers.of(userId, page);
    const rooms = page.map((room) => {
      const { role, lastSeq, readSeq } = room;
      return { room: shownRoom(room, peerOf(room)), role, lastSeq, readSeq };
    });
    return { rooms, hasMore: found.length > limit };
  }

  /** The session of that code, for whoever knows it. Throws `ROOM_NOT_FOUND`, `RATE_LIMITED`. */
  async session(guesser: Guesser, code: string): Promise<OpenSession> {
    const room = await this.access.find(guesser, { code });
    if (room === undefined) throw new AppError('ROOM_NOT_FOUND', { message: 'Session not found' });
    return { room, participants: this.roster.participants(room.id) };
  }
}

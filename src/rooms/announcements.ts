import { Injectable } from '@nestjs/common';
import { AppError } from '../common/index.js';
import type { RoomRef, RoomTarget } from '../protocol/index.js';
import { Publisher, type Connection } from '../realtime/index.js';
import { MemberRepository } from './member.repository.js';
import { RoomAccess } from './room-access.js';
import { Roster } from './roster.js';

const ANNOUNCEMENT_BYTES = 16 * 1024;

/** The live-session update: what the one who leads a room shows to all in it. */
@Injectable()
export class Announcements {
  constructor(
    private readonly access: RoomAccess,
    private readonly members: MemberRepository,
    private readonly roster: Roster,
    private readonly publisher: Publisher,
  ) {}

  /** Throws `FORBIDDEN` to all but the owner and moderators, `TOO_LARGE` over 16 KB of JSON. */
  async announce(connection: Connection, target: RoomTarget, data: Record<string, unknown>): Promise<RoomRef> {
    const room = await this.access.requireMember(connection, target);
    const member = await this.members.find(room.id, connection.user.id);
    if (member === undefined || member.banned) throw new AppError('NOT_A_MEMBER');
    if (member.role === 'member') {
      throw new AppError('FORBIDDEN', { message: 'Only the owner and moderators of a room may do this.' });
    }
    if (Buffer.byteLength(JSON.stringify(data)) > ANNOUNCEMENT_BYTES) {
      throw new AppError('TOO_LARGE', { field: 'data', message: `data must have at most ${ANNOUNCEMENT_BYTES} bytes as JSON` });
    }
    const user = this.roster.seat(room.id, connection.user.id)?.user ?? connection.user;
    this.publisher.publish({ room: room.id }, 'rooms:announcement', { room, user, data, at: new Date().toISOString() });
    return room;
  }
}

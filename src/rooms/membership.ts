import { Injectable, Logger } from '@nestjs/common';
import { Revocations } from '../auth/index.js';
import type { Revocation } from '../common/index.js';
import { Database } from '../database/index.js';
import type { MemberRow } from './member-row.js';
import { MemberRepository, type Successor } from './member.repository.js';
import { RoomChanges } from './room-changes.js';
import { RoomRepository } from './room.repository.js';
import { Roster } from './roster.js';

export interface Ended {
  /** What every node has to do, which is the caller's to spread. */
  readonly revocation: Revocation;
  /** Undefined when they were no member any more. */
  readonly member: MemberRow | undefined;
}

/** Ends memberships, and keeps a room from being left without an owner. */
@Injectable()
export class Membership {
  private readonly logger = new Logger('Rooms');

  constructor(
    private readonly database: Database,
    private readonly rooms: RoomRepository,
    private readonly members: MemberRepository,
    private readonly roster: Roster,
    private readonly changes: RoomChanges,
    private readonly revocations: Revocations,
  ) {}

  /** Where the last owner goes, the longest-standing moderator, else member, becomes the owner. */
  async end(roomId: string, userId: string): Promise<Ended> {
    const { successors, ...ended } = await this.database.transaction(async (tx) => {
      await this.rooms.lock(tx, roomId);
      const member = await this.members.remove(tx, roomId, userId);
      const appointed = await this.members.appointOwners(tx, [roomId]);
      const revocation = await this.revocations.record(tx, { kind: 'room', roomId, userId });
      return { successors: appointed, member, revocation };
    });
    this.announceOwners(successors);
    return ended;
  }

  /** After the commit: shows new owners as such to everybody who asks from now on, and tells those who are there. */
  announceOwners(successors: readonly Successor[]): void {
    for (const { roomId, key, code, ...member } of successors) {
      // Who sat down as the owner is told of as such by their coming.
      if (this.roster.seat(roomId, member.userId)?.role === 'owner') continue;
      this.changes.membersChanged({ id: roomId, key, code }, [member]).catch((error: unknown) => {
        this.logger.warn({ err: error, roomId }, 'A room could not be told of its new owner');
      });
    }
  }
}

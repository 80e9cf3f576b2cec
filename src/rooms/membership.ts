import { Injectable } from '@nestjs/common';
import { Database } from '../database/index.js';
import { MemberRepository, type Successor } from './member.repository.js';
import { RoomRepository } from './room.repository.js';
import { Roster } from './roster.js';

/** Ends memberships, and keeps a room from being left without an owner. */
@Injectable()
export class Membership {
  constructor(
    private readonly database: Database,
    private readonly rooms: RoomRepository,
    private readonly members: MemberRepository,
    private readonly roster: Roster,
  ) {}

  /** Where the last owner goes, the longest-standing moderator, else member, becomes the owner. */
  async end(roomId: string, userId: string): Promise<void> {
    const successors = await this.database.transaction(async (tx) => {
      await this.rooms.lock(tx, roomId);
      await this.members.remove(tx, roomId, userId);
      return this.members.appointOwners(tx, [roomId]);
    });
    this.announceOwners(successors);
  }

  /** Shows new owners as such to everybody who asks from now on. */
  announceOwners(successors: readonly Successor[]): void {
    for (const { roomId, userId } of successors) {
      const seat = this.roster.seat(roomId, userId);
      if (seat !== undefined) seat.role = 'owner';
    }
  }
}

import { Injectable, type OnModuleInit } from '@nestjs/common';
import { UserDirectory } from '../auth/index.js';
import type { Member, RoomRef } from '../protocol/index.js';
import { ClusterSignals, Publisher } from '../realtime/index.js';
import { shownMember, type MemberRow } from './member-row.js';
import { refOf, shownRoom, type RoomRow } from './room-row.js';
import { Roster } from './roster.js';

/** Tells everybody of what changed about a room, and keeps what the nodes remember of it as the database has it. */
@Injectable()
export class RoomChanges implements OnModuleInit {
  constructor(
    private readonly roster: Roster,
    private readonly users: UserDirectory,
    private readonly publisher: Publisher,
    private readonly signals: ClusterSignals,
  ) {}

  onModuleInit(): void {
    this.signals.on('room-renamed', (room) => {
      for (const seat of this.roster.seats(room.id)) {
        seat.room = room;
        this.roster.changed(seat);
        for (const connection of seat.connections.values()) connection.rename(room);
      }
    });
    this.signals.on('member-changed', ({ roomId, userId, role, muted }) => {
      const seat = this.roster.seat(roomId, userId);
      if (seat === undefined) return;
      const looksNew = seat.role !== role;
      Object.assign(seat, { role, muted });
      if (looksNew) this.roster.changed(seat);
    });
  }

  updated(room: RoomRow): void {
    this.publisher.publish({ room: room.id }, 'rooms:updated', { room: shownRoom(room) });
  }

  /** As `updated`, for a new code. Resolves when every node that can be reached knows it. */
  async renamed(room: RoomRow): Promise<void> {
    const everywhere = this.signals.send({ name: 'room-renamed', data: refOf(room) });
    this.updated(room);
    await everywhere;
  }

  /**
   * Roles and mutes that are others now: known on this node at once, and on every node that can be reached when `everywhere`
   * resolves. Gives the members as they are shown.
   */
  async membersChanged(room: RoomRef, rows: readonly MemberRow[]): Promise<{ members: Member[]; everywhere: Promise<unknown> }> {
    const everywhere = Promise.all(
      rows.map(({ userId, role, muted }) =>
        this.signals.send({ name: 'member-changed', data: { roomId: room.id, userId, role, muted } }),
      ),
    );
    const members = await this.shown(rows);
    for (const member of members) this.publisher.publish({ room: room.id }, 'rooms:member', { room, member });
    return { members, everywhere };
  }

  async shown(rows: readonly MemberRow[]): Promise<Member[]> {
    const known = await this.users.findByIds(rows.flatMap(({ userId, guest }) => (guest ? [] : [userId])));
    return rows.map((row) => shownMember(row, known.get(row.userId)));
  }
}

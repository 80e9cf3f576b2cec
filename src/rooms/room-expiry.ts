import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { Sweeping } from '../common/sweeping.js';
import { AppConfig } from '../config/index.js';
import { Database, Outbox } from '../database/index.js';
import { GuestEndings } from './guest-endings.js';
import { MemberRepository } from './member.repository.js';
import { Membership } from './membership.js';
import { Participation } from './participation.js';
import { RoomClosings } from './room-closings.js';
import { roomClosed } from './room-events.js';
import type { RoomRow } from './room-row.js';
import { RoomRepository } from './room.repository.js';
import { Roster } from './roster.js';

/** More often than the shortest life of a room ends, so that none expires while people are in it. */
const SWEEP_MS = 20_000;

/** Closes rooms that nobody has used for their time, and clears up after guests whom a node left behind when it died. */
@Injectable()
export class RoomExpiry implements OnModuleInit, OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Rooms');
  private readonly sweeping = new Sweeping(
    () => this.sweep(),
    SWEEP_MS,
    (error) => {
      this.logger.warn({ err: error }, 'Unused rooms could not be closed now; the next sweep will');
    },
  );

  constructor(
    private readonly config: AppConfig,
    private readonly database: Database,
    private readonly rooms: RoomRepository,
    private readonly members: MemberRepository,
    private readonly membership: Membership,
    private readonly participation: Participation,
    private readonly guestEndings: GuestEndings,
    private readonly roster: Roster,
    private readonly closings: RoomClosings,
    private readonly outbox: Outbox,
  ) {}

  async onModuleInit(): Promise<void> {
    // Alone and before anybody is let in: every guest's participation is over.
    if (!this.isCluster) await this.removeStaleGuests(0);
  }

  onApplicationBootstrap(): void {
    this.sweeping.start();
  }

  onModuleDestroy(): void {
    this.sweeping.stop();
  }

  async sweep(): Promise<void> {
    await this.guestEndings.retry();
    await this.keepOccupiedOpen();
    const closed = await this.closeExpired();
    await this.closings.tell(closed, 'expired');
    if (closed.length > 0) await this.members.removeGuestsOf(closed.map(({ id }) => id));
    if (this.isCluster) await this.removeStaleGuests(Math.ceil(this.config.rooms.idleMs / 1000));
  }

  private get isCluster(): boolean {
    return this.config.cluster.redisUrl !== undefined;
  }

  private closeExpired(): Promise<RoomRow[]> {
    return this.database.transaction(async (tx) => {
      const closed = await this.rooms.closeExpired(tx);
      await this.outbox.append(
        tx,
        closed.map((room) => roomClosed(room, 'expired')),
      );
      return closed;
    });
  }

  private async keepOccupiedOpen(): Promise<void> {
    const occupied = this.roster.occupied();
    if (occupied.length === 0) return;
    const open = new Set(await this.rooms.keepOpen(occupied));
    // Closed on another node: its connections here have been told, and only their seats are left.
    for (const id of occupied) if (!open.has(id)) this.participation.dissolve(id);
  }

  private async removeStaleGuests(unusedSeconds: number): Promise<void> {
    const successors = await this.database.transaction(async (tx) => {
      const left = await this.members.removeStaleGuests(tx, unusedSeconds);
      return left.length === 0 ? [] : this.members.appointOwners(tx, left);
    });
    this.membership.announceOwners(successors);
  }
}

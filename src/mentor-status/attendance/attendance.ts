import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { DomainEvents } from '../../common/index.js';
import { Sweeping } from '../../common/sweeping.js';
import { AppConfig } from '../../config/index.js';
import type { User } from '../../protocol/index.js';
import { ConnectionTable } from '../../realtime/index.js';
import { MentorChanges } from '../mentor-changes.js';
import { AttendanceRepository } from './attendance.repository.js';

/** Times in one grace that a node says who is still here: one that is late, or fails, takes nobody away. */
const ROUNDS_IN_GRACE = 4;
/** Those who come or go within this time are written together. */
const GATHER_MS = 50;
const RETRY_MS = 1_000;
const SWEEP_MS = 1_000;
/** Sweeps between two removals of guests. */
const FORGET_EVERY = 300;
/** Mentors in one statement; no more than `endOverdue` takes at once. */
const AT_ONCE = 500;

/**
 * Whether mentors are connected: each node keeps those here who have a live device on it. Who was gone for the grace is set offline by
 * whichever node sees it first, and stays so until they choose again. In the database, so that a restart changes nothing.
 */
@Injectable()
export class Attendance implements OnModuleInit, OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Mentors');
  /** Mentors whom this node keeps here. */
  private readonly here = new Set<string>();
  /** Those who came, or whose last device here left, since the last writing. */
  private readonly moved = new Set<string>();
  private timer: NodeJS.Timeout | undefined;
  private isStopping = false;
  private sweeps = 0;
  /** Until then nobody is set offline: this node could not say who is here, and so may others not. */
  private patientUntil = 0;
  private readonly graceSeconds: number;
  private readonly roundMs: number;
  private readonly rounds: Sweeping;
  private readonly sweeping: Sweeping;

  constructor(
    { mentors }: AppConfig,
    private readonly repository: AttendanceRepository,
    private readonly connections: ConnectionTable,
    private readonly changes: MentorChanges,
    private readonly events: DomainEvents,
  ) {
    this.graceSeconds = mentors.graceSeconds;
    this.roundMs = (this.graceSeconds * 1_000) / ROUNDS_IN_GRACE;
    this.rounds = this.again(() => this.keep(), this.roundMs);
    this.sweeping = this.again(() => this.sweep(), SWEEP_MS);
  }

  onModuleInit(): void {
    const came = ({ user }: { user: User }): void => {
      if (user.role === 'mentor') this.move(user.id);
    };
    this.events.on('ConnectionOpened', came);
    this.events.on('UserChanged', came);
    this.events.on('ConnectionClosed', ({ user }) => {
      if (this.here.has(user.id) && !this.isConnected(user.id)) this.move(user.id);
    });
  }

  onApplicationBootstrap(): void {
    this.rounds.start();
    this.sweeping.start();
  }

  onModuleDestroy(): void {
    this.isStopping = true;
    clearTimeout(this.timer);
    this.rounds.stop();
    this.sweeping.stop();
  }

  /** They have just chosen something: that keeps them here for the grace, and from now on this node does. */
  chose(mentorId: string): void {
    this.note(mentorId);
  }

  private move(mentorId: string): void {
    this.moved.add(mentorId);
    this.writeIn(GATHER_MS);
  }

  private writeIn(ms: number): void {
    if (this.isStopping) return;
    this.timer ??= setTimeout(() => {
      void this.write().finally(() => {
        this.timer = undefined;
        if (this.moved.size > 0) this.writeIn(performance.now() < this.patientUntil ? RETRY_MS : GATHER_MS);
      });
    }, ms).unref();
  }

  private async write(): Promise<void> {
    const batch = [...this.moved].slice(0, AT_ONCE);
    for (const id of batch) this.moved.delete(id);
    try {
      // First, so that coming back too late makes nobody available.
      this.changes.changed(await this.repository.endOverdue(batch));
      const available = await this.repository.extend(batch, this.graceSeconds);
      for (const id of batch) this.note(id);
      this.changes.available(available.filter((id) => this.here.has(id)));
    } catch (error) {
      this.failed(error);
      for (const id of batch) this.moved.add(id);
    }
  }

  private note(mentorId: string): void {
    if (this.isConnected(mentorId)) this.here.add(mentorId);
    else this.here.delete(mentorId);
  }

  private async keep(): Promise<void> {
    for (const id of this.here) this.note(id);
    const everybody = [...this.here];
    for (let from = 0; from < everybody.length; from += AT_ONCE) {
      await this.repository.extend(everybody.slice(from, from + AT_ONCE), this.graceSeconds);
    }
  }

  private async sweep(): Promise<void> {
    if (performance.now() < this.patientUntil) return;
    this.changes.changed(await this.repository.endOverdue(null));
    this.sweeps += 1;
    if (this.sweeps % FORGET_EVERY === 0) await this.repository.forgetGuests();
  }

  private isConnected(userId: string): boolean {
    return this.connections.ofUser(userId).some(({ user }) => user.role === 'mentor');
  }

  private again(sweep: () => Promise<void>, everyMs: number): Sweeping {
    return new Sweeping(sweep, everyMs, (error) => {
      this.failed(error);
    });
  }

  private failed(error: unknown): void {
    this.patientUntil = performance.now() + 2 * this.roundMs;
    this.logger.warn({ err: error }, 'Which mentors are here could not be stored now; another try follows');
  }
}

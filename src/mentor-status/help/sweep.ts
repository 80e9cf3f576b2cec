import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { Sweeping } from '../../common/sweeping.js';
import { AppConfig } from '../../config/index.js';
import { MentorChanges } from '../mentor-changes.js';
import { DueRepository, type Due } from './due.repository.js';
import { Lapsing } from './lapsing.js';
import { Routing } from './routing.js';
import { Sightings } from './sightings.js';

const SWEEP_MS = 500;
/** Sweeps between two looks for what nobody offered: a node may have died between a change and the offer that follows from it. */
const DISPATCH_EVERY = 6;

/** Keeps the queue moving: what its time has come for is done by whichever node looks first, and who is free is asked. */
@Injectable()
export class Sweep implements OnModuleInit, OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Help');
  private sweeps = 0;
  private readonly sweeping = new Sweeping(
    () => this.sweep(),
    SWEEP_MS,
    (error) => {
      this.logger.warn({ err: error }, 'Help requests could not be looked through now; the next sweep will');
    },
  );
  private readonly work: Readonly<Record<Due, (requestId: string) => Promise<void>>>;

  constructor(
    private readonly config: AppConfig,
    private readonly repository: DueRepository,
    lapsing: Lapsing,
    private readonly sightings: Sightings,
    private readonly routing: Routing,
    private readonly mentors: MentorChanges,
  ) {
    this.work = {
      expired: (id) => lapsing.expire(id),
      lapsed: (id) => lapsing.lapse(id),
      'student gone': (id) => lapsing.expireDeserted(id),
      'mentor gone': (id) => lapsing.requeueDeserted(id),
    };
  }

  onModuleInit(): void {
    this.mentors.onAvailable(() => void this.routing.dispatch());
  }

  onApplicationBootstrap(): void {
    this.sweeping.start();
  }

  onModuleDestroy(): void {
    this.sweeping.stop();
  }

  private async sweep(): Promise<void> {
    const { studentGraceMs, mentorGraceMs } = this.config.help;
    for (const { id, due } of await this.repository.findDue(studentGraceMs, mentorGraceMs)) {
      // Who can't say who is here can't say who is gone.
      if (due.endsWith('gone') && !this.sightings.isFresh) continue;
      await this.work[due](id).catch((error: unknown) => {
        this.logger.warn({ err: error, request: id, due }, 'What was due could not be done now; the next sweep will');
      });
    }
    this.sweeps += 1;
    if (this.sweeps % DISPATCH_EVERY === 0) await this.routing.dispatch();
  }
}

import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { DomainEvents } from '../common/index.js';
import { Coalescer, type Telling } from '../presence/index.js';
import { ClusterSignals, ConnectionTable, Topics } from '../realtime/index.js';
import { MentorStatusRepository } from './mentor-status.repository.js';
import { presentMentor, presentOwn, type StoredMentor } from './stored-mentor.js';

/** Mentors looked up for one telling; the others are told of in the next. */
const AT_ONCE = 200;
/** What one telling may make for the network; however many change, and however many watch, it takes the machine some milliseconds. */
const BYTES = 2_000_000;

/**
 * Tells those who watch on this node, and mentors' own devices, how each mentor who changed is now: at most twice a second, the last
 * state always, whichever node it changed on.
 */
@Injectable()
export class MentorTeller implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger('Mentors');
  private readonly changed = new Set<string>();
  private readonly coalescer = new Coalescer(() => this.tell());

  constructor(
    private readonly repository: MentorStatusRepository,
    private readonly topics: Topics,
    private readonly connections: ConnectionTable,
    private readonly signals: ClusterSignals,
    private readonly events: DomainEvents,
  ) {}

  onModuleInit(): void {
    this.signals.on('mentors-changed', ({ mentorIds }) => {
      for (const mentorId of mentorIds) this.note(mentorId);
    });
    // Another role or name, or banned: who is no mentor any more is shown offline, and is in no list.
    this.events.on('AccessRevoked', (revocation) => {
      if (revocation.kind === 'profile' || (revocation.kind === 'user' && revocation.banned)) this.note(revocation.userId);
    });
  }

  onModuleDestroy(): void {
    this.coalescer.stop();
  }

  private note(mentorId: string): void {
    // Who begins to watch later is given what is true then.
    if (this.topics.watchers('mentors') === 0 && this.connections.countOf(mentorId) === 0) return;
    this.changed.add(mentorId);
    this.coalescer.changed();
  }

  private async tell(): Promise<Telling> {
    const batch = [...this.changed].slice(0, AT_ONCE);
    for (const id of batch) this.changed.delete(id);
    let bytes = 0;
    try {
      const found = await this.repository.find(batch);
      for (const stored of found) {
        if (bytes < BYTES) bytes += this.tellOf(stored);
        else this.changed.add(stored.mentorId);
      }
    } catch (error) {
      this.logger.warn({ err: error, mentors: batch.length }, 'How mentors are now could not be looked up; another try follows');
      for (const id of batch) this.changed.add(id);
    }
    return { bytes, isIncomplete: this.changed.size > 0 };
  }

  private tellOf(stored: StoredMentor): number {
    const part = { topic: 'mentors', person: stored.mentorId } as const;
    return (
      this.topics.tellPart({ ...part, view: 'others' }, 'mentors:changed', presentMentor(stored)) +
      this.topics.tellPart({ ...part, view: 'own' }, 'mentors:changed', presentOwn(stored))
    );
  }
}

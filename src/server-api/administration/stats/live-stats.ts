import { Injectable } from '@nestjs/common';
import { Administration, type Administrator } from '../../../auth/index.js';
import { LiveCalls } from '../../../calls/index.js';
import { HelpLoad, MentorStatuses } from '../../../mentor-status/index.js';
import type { AdminStats, StatsHistory } from '../../../protocol/index.js';
import { ClusterBus, Sharing } from '../../../realtime/index.js';
import { NodeSampler } from './node-sampler.js';
import { gauge } from './readings.js';
import { StatsPast } from './stats-past.js';

type Counted = Pick<AdminStats, 'activeCalls' | 'availableMentors' | 'helpWaiting' | 'helpActive'>;

/** However many administrators look: the database is asked no more often than this. */
const FRESH_MS = 1_000;

/** What goes on now, for administrators. */
@Injectable()
export class LiveStats {
  private counted: { readonly at: number; readonly counts: Promise<Counted> } | undefined;

  constructor(
    private readonly administration: Administration,
    private readonly sampler: NodeSampler,
    private readonly past: StatsPast,
    private readonly bus: ClusterBus,
    private readonly sharing: Sharing,
    private readonly calls: LiveCalls,
    private readonly mentors: MentorStatuses,
    private readonly help: HelpLoad,
  ) {}

  /** Throws `FORBIDDEN`. */
  async now(admin: Administrator): Promise<AdminStats> {
    await this.administration.assertAdmin(admin);
    const [nodes, counts, outboxPending, outboxDead, outboxOldestSeconds] = await Promise.all([
      this.sampler.nodes(),
      this.counts(),
      gauge('lyceum_outbox_events', { state: 'pending' }),
      gauge('lyceum_outbox_events', { state: 'dead' }),
      gauge('lyceum_outbox_oldest_seconds'),
    ]);
    return {
      at: new Date().toISOString(),
      node: this.sharing.node,
      cluster: this.bus.state,
      nodes,
      ...this.past.together(),
      ...counts,
      outboxPending,
      outboxDead,
      outboxOldestSeconds,
    };
  }

  /** Throws `FORBIDDEN`. */
  async history(admin: Administrator): Promise<StatsHistory> {
    await this.administration.assertAdmin(admin);
    return this.past.read();
  }

  private counts(): Promise<Counted> {
    const now = performance.now();
    if (this.counted === undefined || now - this.counted.at >= FRESH_MS) this.counted = { at: now, counts: this.count() };
    return this.counted.counts;
  }

  private async count(): Promise<Counted> {
    const [activeCalls, availableMentors, help] = await Promise.all([
      this.calls.count(),
      this.mentors.countAvailable(),
      this.help.count(),
    ]);
    return { activeCalls, availableMentors, helpWaiting: help.waiting, helpActive: help.active };
  }
}

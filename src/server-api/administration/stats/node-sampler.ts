import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { hostname } from 'node:os';
import { Sweeping } from '../../../common/sweeping.js';
import { Database } from '../../../database/index.js';
import type { NodeNumbers } from '../../../protocol/index.js';
import { Sharing, type SharedEntries } from '../../../realtime/index.js';
import { version } from '../../../version.js';
import { LastMinute, type Counts } from './last-minute.js';
import { LoopLag } from './loop-lag.js';
import { isNodeNumbers } from './node-numbers.js';
import { connections, counts, gauge } from './readings.js';

/** How often a node looks at its counters, and tells the others. */
export const SAMPLE_MS = 5_000;
/** The one key under which each node says its numbers. */
const KEY = 'now';

type Listener = (nodes: readonly NodeNumbers[]) => void;

/** What this node measures of itself, and what the others say of themselves. */
@Injectable()
export class NodeSampler implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Stats');
  private readonly lastMinute = new LastMinute();
  private readonly lag = new LoopLag();
  private readonly shared: SharedEntries<NodeNumbers>;
  private readonly sampling: Sweeping;
  private sampled: Listener = () => undefined;

  constructor(
    private readonly database: Database,
    private readonly sharing: Sharing,
  ) {
    this.shared = sharing.of('node-numbers', isNodeNumbers);
    this.sampling = new Sweeping(
      () => this.sample(),
      SAMPLE_MS,
      (error) => {
        this.logger.warn({ err: error }, 'This node could not measure itself now; it tries again');
      },
    );
  }

  /** The one listener is given the numbers of all nodes, this one's first, every five seconds. */
  onSample(listener: Listener): void {
    this.sampled = listener;
  }

  onApplicationBootstrap(): void {
    this.lag.start();
    this.sampling.start();
  }

  onModuleDestroy(): void {
    this.sampling.stop();
    this.lag.stop();
  }

  /** This node as it is, the others as they said last. */
  async nodes(): Promise<NodeNumbers[]> {
    return [await this.own(await counts()), ...this.others()];
  }

  private async sample(): Promise<void> {
    const counted = await counts();
    this.lastMinute.add(counted);
    const own = await this.own(counted);
    this.lag.next();
    this.shared.set(KEY, own);
    this.sampled([own, ...this.others()]);
  }

  private others(): NodeNumbers[] {
    const said = this.shared.elsewhere(KEY).filter(({ node }) => this.sharing.isThere(node));
    return said.map(({ value }) => value);
  }

  private async own(counted: Counts): Promise<NodeNumbers> {
    const [open, outboundQueuedBytes] = await Promise.all([connections(), gauge('lyceum_outbound_queued_bytes')]);
    const { rss, heapUsed } = process.memoryUsage();
    const { total, idle, waiting } = this.database.poolStats();
    return {
      node: this.sharing.node,
      host: hostname(),
      version,
      at: new Date().toISOString(),
      uptimeSeconds: Math.floor(process.uptime()),
      connections: open,
      ...this.lastMinute.ratesAt(counted),
      eventLoopLagMs: this.lag.ms,
      residentBytes: rss,
      heapUsedBytes: heapUsed,
      databaseConnections: total,
      databaseIdle: idle,
      databaseWaiting: waiting,
      outboundQueuedBytes,
    };
  }
}

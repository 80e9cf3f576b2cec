import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { AppError } from '../../common/index.js';
import { AppConfig } from '../../config/index.js';
import { queuedBytes } from '../publisher/outlet.metrics.js';
import { ConnectionTable } from './connection-table.js';
import type { LiveConnection } from './live-connection.js';

const LOOK_MS = 1_000;

/**
 * Looks once a second at what waits for the clients of this node, which costs a delivery nothing. A client for whom too much waits at two
 * looks in a row is disconnected, also when nothing more is sent to it; and where too much waits for all together, those for whom the most
 * waits: thousands of slow readers, each within its own limit, would take all memory.
 */
@Injectable()
export class QueueWatch implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Connections');
  private timer: NodeJS.Timeout | undefined;
  /** For whom too much waited at the last look. */
  private over = new Set<LiveConnection>();

  constructor(
    private readonly config: AppConfig,
    private readonly connections: ConnectionTable,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.look();
    }, LOOK_MS).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  look(): void {
    const { outboundBytes, outboundPackets, outboundTotalBytes } = this.config.realtime;
    const slow: { connection: LiveConnection; bytes: number }[] = [];
    const over = new Set<LiveConnection>();
    let total = 0;
    for (const connection of this.connections.all()) {
      const { bytes, packets } = connection.outlet.queued();
      if (bytes === 0) continue;
      const isOver = bytes >= outboundBytes || packets >= outboundPackets;
      if (isOver && this.over.has(connection)) {
        connection.close(new AppError('SLOW_CONSUMER'));
        continue;
      }
      if (isOver) over.add(connection);
      slow.push({ connection, bytes });
      total += bytes;
    }
    this.over = over;
    queuedBytes.set(total);
    if (total > outboundTotalBytes) this.relieve(slow, total - outboundTotalBytes);
  }

  /** Disconnects those for whom the most waits, until so much less does. */
  private relieve(slow: { connection: LiveConnection; bytes: number }[], excess: number): void {
    let count = 0;
    let left = excess;
    for (const { connection, bytes } of slow.sort((a, b) => b.bytes - a.bytes)) {
      if (left <= 0) break;
      connection.close(new AppError('SLOW_CONSUMER'));
      left -= bytes;
      count += 1;
    }
    this.logger.warn({ disconnected: count }, 'Too much waited for slow clients together');
  }
}

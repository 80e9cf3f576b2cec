import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Gauge } from 'prom-client';
import { Database } from '../database/index.js';

/** Milliseconds between two looks at how late the event loop is: each wakes the process, which is dearer at rest than all else it does. */
const LAG_PRECISION = 100;

/** What the process itself has to tell: event-loop lag, memory, and the database pool. */
@Injectable()
export class ProcessMetrics {
  constructor(database: Database) {
    collectDefaultMetrics({ eventLoopMonitoringPrecision: LAG_PRECISION });
    new Gauge({
      name: 'lyceum_database_pool',
      help: 'Database connections, by state; waiting counts the queries that wait for one',
      labelNames: ['state'] as const,
      collect() {
        const stats: Record<string, number> = { ...database.poolStats() };
        for (const [state, count] of Object.entries(stats)) this.set({ state }, count);
      },
    });
  }
}

import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Gauge } from 'prom-client';
import { Database } from '../database/index.js';

/** What the process itself has to tell: event-loop lag, memory, and the database pool. */
@Injectable()
export class ProcessMetrics {
  constructor(database: Database) {
    collectDefaultMetrics();
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

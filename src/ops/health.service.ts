import { Injectable } from '@nestjs/common';
import { Database } from '../database/index.js';
import { ClusterBus, DrainService } from '../realtime/index.js';

export interface Readiness {
  /** `degraded`: own clients are served, other nodes can't be reached. */
  status: 'ready' | 'degraded' | 'unavailable';
  database: 'up' | 'down';
  cluster: ClusterBus['state'];
  draining: boolean;
}

const DATABASE_ANSWER_MS = 1_000;

@Injectable()
export class HealthService {
  constructor(
    private readonly database: Database,
    private readonly bus: ClusterBus,
    private readonly drain: DrainService,
  ) {}

  async readiness(): Promise<Readiness> {
    const isUp = await this.database.isHealthy(DATABASE_ANSWER_MS);
    const draining = this.drain.isDraining;
    const parts = { database: isUp ? 'up' : 'down', cluster: this.bus.state, draining } as const;
    if (!isUp || draining) return { status: 'unavailable', ...parts };
    return { status: this.bus.state === 'degraded' ? 'degraded' : 'ready', ...parts };
  }
}

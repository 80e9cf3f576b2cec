import { Injectable, Logger } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';
import { AppConfig } from '../config/index.js';
import { ConnectionTable } from './connection/connection-table.js';
import { Dispatcher } from './pipeline/dispatcher.js';
import { RateLimits } from './pipeline/rate-limits.js';
import { tell } from './publisher/tell.js';
import { SocketServer } from './transport/socket-server.js';

/** Clients come back spread over this time, so that the other nodes are not stormed. */
const RECONNECT_SPREAD_MS = 5_000;
/** Time for the farewell to leave before its transport is closed. */
const FAREWELL_MS = 100;

/** The planned stop: no new connections, a word to the clients, what runs is finished and answered, transports close. */
@Injectable()
export class DrainService {
  private readonly logger = new Logger('Drain');
  private readonly others: ((withinMs: number) => Promise<void>)[] = [];
  private draining = false;

  constructor(
    private readonly config: AppConfig,
    private readonly server: SocketServer,
    private readonly connections: ConnectionTable,
    private readonly dispatcher: Dispatcher,
    private readonly rates: RateLimits,
  ) {}

  get isDraining(): boolean {
    return this.draining;
  }

  /** For work that no connection asked for. It may take what is left of the time when connections are gone; then it is to end itself. */
  alsoWaitFor(work: (withinMs: number) => Promise<void>): void {
    this.others.push(work);
  }

  async drain(): Promise<void> {
    if (this.draining) return;
    this.draining = true;
    const deadline = performance.now() + this.config.realtime.drainMs;
    this.server.stopAccepting();
    this.logger.log(`Draining ${String(this.connections.size)} connections`);
    for (const connection of this.connections.all()) {
      tell(connection, 'server:draining', { reconnectInMs: Math.round(Math.random() * RECONNECT_SPREAD_MS) });
    }
    this.rates.stopWaiting();
    await this.settle();
    this.dispatcher.stop();
    // For the last answers, and for the refusal of what comes after them.
    await delay(FAREWELL_MS);
    for (const connection of [...this.connections.all()]) connection.sendAway();
    await delay(FAREWELL_MS);
    const leftMs = Math.max(0, deadline - performance.now());
    await Promise.all(this.others.map((work) => work(leftMs)));
  }

  private async settle(): Promise<void> {
    const deadline = new AbortController();
    const isLate = delay(this.config.realtime.drainMs, undefined, { signal: deadline.signal }).catch(() => undefined);
    await Promise.race([this.dispatcher.settled(), isLate]);
    deadline.abort();
  }
}

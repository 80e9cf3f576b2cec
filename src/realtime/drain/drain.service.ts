import { Injectable, Logger } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';
import { AppConfig } from '../../config/index.js';
import { ConnectionTable } from '../connection/connection-table.js';
import type { LiveConnection } from '../connection/live-connection.js';
import { Dispatcher } from '../pipeline/dispatcher.js';
import { RateLimits } from '../pipeline/rate-limits.js';
import { tell } from '../publisher/tell.js';
import { SocketServer } from '../transport/socket-server.js';
import { departures, waves } from './waves.js';

/** How long clients may take to let go of their transports; then these are cut. */
const LETTING_GO_MS = 1_000;
const LOOK_MS = 20;

/**
 * The planned stop: load balancers get time to notice, no new connections, a word to the clients, then each goes at a moment of its own
 * when what it asked is answered, so that the other nodes are not stormed.
 */
@Injectable()
export class DrainService {
  private readonly logger = new Logger('Drain');
  private readonly others: ((withinMs: number) => Promise<void>)[] = [];
  private readonly leaving = new WeakSet<LiveConnection>();
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
    const { drainMs, drainNoticeMs } = this.config.realtime;
    const deadline = performance.now() + drainMs;
    const time = new AbortController();
    const isLate = delay(drainMs, undefined, { signal: time.signal }).catch(() => undefined);
    // With nobody here there is nobody whom a balancer's mistake would cost anything.
    if (this.server.transports > 0) await delay(Math.min(drainNoticeMs, drainMs));
    this.server.stopAccepting();
    this.logger.log(`Draining ${String(this.connections.size)} connections`);
    await this.sendAllAway(isLate);
    // Frames of those who are gone, too.
    await Promise.race([this.dispatcher.settled(), isLate]);
    this.dispatcher.stop();
    await this.letGo();
    time.abort();
    const leftMs = Math.max(0, deadline - performance.now());
    await Promise.all(this.others.map((work) => work(leftMs)));
  }

  private async sendAllAway(isLate: Promise<void>): Promise<void> {
    const begun = performance.now();
    const farewells: Promise<void>[] = [];
    for (const { dueMs, who } of waves(this.announce())) {
      const untilDue = begun + dueMs - performance.now();
      if (untilDue > 0) await Promise.race([delay(untilDue), isLate]);
      for (const connection of who) farewells.push(this.sendAway(connection, isLate));
    }
    // Who was being let in meanwhile.
    for (const { who } of this.announce()) farewells.push(this.sendAway(who, isLate));
    this.rates.stopWaiting();
    await Promise.all(farewells);
  }

  /** Tells everybody who was not told yet when they are to come back. */
  private announce(): { who: LiveConnection; atMs: number }[] {
    const told = [...this.connections.all()].filter((connection) => !this.leaving.has(connection));
    const departing = departures(told, this.config.realtime.drainSpreadMs);
    for (const { who, atMs } of departing) {
      this.leaving.add(who);
      tell(who, 'server:draining', { reconnectInMs: atMs });
    }
    return departing;
  }

  private async sendAway(connection: LiveConnection, isLate: Promise<void>): Promise<void> {
    const answered = this.dispatcher.finish(connection);
    if (answered !== undefined) await Promise.race([answered, isLate]);
    await connection.sendAway(LETTING_GO_MS);
  }

  /** Until the transports are closed, so that everything that follows from it is under way when the features stop. */
  private async letGo(): Promise<void> {
    const deadline = performance.now() + LETTING_GO_MS;
    while (this.connections.size > 0 && performance.now() < deadline) await delay(LOOK_MS);
    for (const connection of [...this.connections.all()]) connection.outlet.cut();
  }
}

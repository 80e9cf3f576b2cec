import { rm } from 'node:fs/promises';
import { Database, Outbox } from '../../../src/database/index.js';
import type { LyceumDataSource } from '../../../src/database/lyceum-data-source.js';
import { startDatabase } from '../../../src/database/start-database.js';
import { Deliveries } from '../../../src/notifications/delivery/deliveries.js';
import { DeliveryRepository } from '../../../src/notifications/delivery/delivery.repository.js';
import { Relay } from '../../../src/notifications/relay/relay.js';
import { RelayRepository } from '../../../src/notifications/relay/relay.repository.js';
import { DueRepository } from '../../../src/notifications/work/due.repository.js';
import { Worker } from '../../../src/notifications/work/worker.js';
import { startPostgres, type Postgres } from '../postgres.js';
import { runDirectory } from '../test-run.js';

/** What one node does of notifications, without the rest of it. */
export class NotificationNode {
  readonly outbox = new Outbox();
  readonly relay: Relay;
  readonly deliveries: Deliveries;
  private readonly worker: Worker;
  private isStarted = false;

  constructor(
    private readonly source: LyceumDataSource,
    readonly database = new Database(source),
  ) {
    this.relay = new Relay(database, this.outbox, new RelayRepository(database));
    this.deliveries = new Deliveries(new DeliveryRepository(database));
    this.worker = new Worker(this.outbox, this.relay, this.deliveries, new DueRepository(database));
  }

  static async at(url: string): Promise<NotificationNode> {
    const settings = { url, dataDir: '/nowhere', poolSize: 10, statementTimeoutMs: 5_000, connectionTimeoutMs: 2_000 };
    return new NotificationNode(await startDatabase({ production: false, database: settings }, []));
  }

  /** As a node does when all its parts are there. */
  start(): void {
    if (this.isStarted) return;
    this.isStarted = true;
    this.worker.onApplicationBootstrap();
  }

  async stop(): Promise<void> {
    this.worker.onModuleDestroy();
    await this.worker.beforeApplicationShutdown();
    await this.source.destroy();
  }
}

/** A PostgreSQL of a file's own, and nodes that share a database of it. */
export class NotificationDatabase {
  private readonly nodes: NotificationNode[] = [];

  private constructor(
    readonly postgres: Postgres,
    readonly url: string,
    private readonly isOwnRun: boolean,
  ) {}

  static async start(): Promise<NotificationDatabase> {
    const isOwnRun = process.env.TEST_RUN_DIR === undefined;
    const postgres = await startPostgres();
    return new NotificationDatabase(postgres, await postgres.createDatabase(), isOwnRun);
  }

  async node(): Promise<NotificationNode> {
    const node = await NotificationNode.at(this.url);
    this.nodes.push(node);
    return node;
  }

  /** The nodes end, and what they left in the tables. */
  async empty(): Promise<void> {
    const nodes = this.nodes.splice(0);
    await Promise.all(nodes.slice(1).map((node) => node.stop()));
    await nodes[0]?.database.query('TRUNCATE outbox, deliveries');
    await nodes[0]?.stop();
  }

  async stop(): Promise<void> {
    await this.empty();
    await this.postgres.kill();
    if (this.isOwnRun) await rm(runDirectory(), { recursive: true });
  }
}

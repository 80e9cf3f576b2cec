import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { poolAddress, type Lent, type Wish } from './borrowed-gateway.js';
import { startGateway, type Gateway } from './gateway.js';
import { migratedDatabase } from './postgres.js';
import { endWithUs } from './processes.js';
import { eventually } from './wait.js';

/** Each holds a database; more than the workers use at a time are rarely asked for again. */
const KEPT = 6;
const LEFT_ALONE_MS = 5_000;

/**
 * Running gateways for files that need nothing of their own: most of what such a file would cost is the start. One file has it at a
 * time. It is lent again when nobody is connected to it any more; when that does not come about, it is ended.
 */
export class GatewayPool {
  private readonly server: Server;
  /** By their settings; who was given back last stands last. */
  private readonly free: { key: string; gateway: Promise<Gateway | undefined> }[] = [];

  private constructor() {
    this.server = createServer((lease) => {
      this.serve(lease).catch((error: unknown) => lease.end(`${JSON.stringify({ error: String(error) })}\n`));
    });
  }

  static async open(): Promise<GatewayPool> {
    endWithUs();
    const pool = new GatewayPool();
    pool.server.listen(poolAddress());
    await once(pool.server, 'listening');
    // Jest must be able to end when nobody closes it.
    pool.server.unref();
    return pool;
  }

  close(): void {
    this.server.close();
  }

  private async serve(lease: Socket): Promise<void> {
    lease.on('error', () => undefined);
    // Not by `once` of node:events, which an error ends: a worker that dies leaves one, and its gateway must come back all the same.
    const closed = new Promise((resolve) => lease.once('close', resolve));
    const [line] = (await once(createInterface(lease), 'line')) as [string];
    const gateway = await this.take(line);
    const { port, httpUrl, wsUrl, pid } = gateway;
    lease.write(`${JSON.stringify({ port, httpUrl, wsUrl, pid } satisfies Lent)}\n`);
    await closed;
    this.free.push({ key: line, gateway: leftAlone(gateway) });
    if (this.free.length > KEPT) await (await this.free.shift()?.gateway)?.kill();
  }

  private async take(key: string): Promise<Gateway> {
    const place = this.free.findLastIndex((entry) => entry.key === key);
    const [entry] = place < 0 ? [] : this.free.splice(place, 1);
    const { database, env } = JSON.parse(key) as Wish;
    return (
      (await entry?.gateway) ?? startGateway({ database: database === 'embedded' ? database : await migratedDatabase(), env })
    );
  }
}

/** When its last connection is gone; nothing when one stays, and then the gateway ends. */
async function leftAlone(gateway: Gateway): Promise<Gateway | undefined> {
  try {
    await eventually(async () => {
      const metrics = await (await fetch(`${gateway.httpUrl}/metrics`)).text();
      const open = [...metrics.matchAll(/^lyceum_connections(?:\{.*\})? (\d+)$/gm)].map(([, count]) => Number(count));
      if (open.some((count) => count > 0)) throw new Error(`Still connected: ${open.join(', ')}`);
    }, LEFT_ALONE_MS);
    return gateway;
  } catch {
    await gateway.kill();
    return undefined;
  }
}

import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net';
import type { Endpoint } from '../support/raw-client.js';
import { eventually } from '../support/wait.js';

const CHECK_EVERY_MS = 100;
const CHECK_MS = 1_000;

/** A load balancer as operators have it: TCP to one healthy node after the other, healthy being what /health/ready answers. */
export class Balancer implements Endpoint {
  private readonly sockets = new Set<Socket>();
  private readonly healthy = new Set<Endpoint>();
  private readonly checks: NodeJS.Timeout;
  private taken = 0;

  private constructor(
    private readonly server: Server,
    private readonly nodes: readonly Endpoint[],
  ) {
    server.on('connection', (client) => {
      this.serve(client, this.nodes.length);
    });
    this.checks = setInterval(() => {
      for (const node of nodes) void this.check(node);
    }, CHECK_EVERY_MS);
  }

  static async before(nodes: readonly Endpoint[]): Promise<Balancer> {
    const server = createServer();
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
    const balancer = new Balancer(server, nodes);
    await balancer.sees(...nodes);
    return balancer;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get httpUrl(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get wsUrl(): string {
    return `ws://127.0.0.1:${this.port}`;
  }

  /** Waits until these count as healthy. */
  async sees(...nodes: Endpoint[]): Promise<void> {
    await eventually(() => {
      if (nodes.every((node) => this.healthy.has(node))) return Promise.resolve();
      return Promise.reject(new Error('A node does not count as healthy'));
    }, 20_000);
  }

  stop(): void {
    clearInterval(this.checks);
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
  }

  private async check(node: Endpoint): Promise<void> {
    const signal = AbortSignal.timeout(CHECK_MS);
    const isReady = await fetch(`${node.httpUrl}/health/ready`, { signal }).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) this.healthy.add(node);
    else this.healthy.delete(node);
  }

  /** Whoever can't be reached is passed over. */
  private serve(client: Socket, attempts: number): void {
    const nodes = this.nodes.filter((node) => this.healthy.has(node));
    const node = nodes[(this.taken += 1) % nodes.length];
    this.keep(client);
    if (node === undefined || attempts === 0) {
      client.destroy();
      return;
    }
    const upstream = this.keep(connect(Number(new URL(node.httpUrl).port), '127.0.0.1'));
    let isConnected = false;
    upstream.once('connect', () => {
      isConnected = true;
      client.pipe(upstream).pipe(client);
    });
    upstream.once('close', () => {
      if (isConnected) client.destroy();
      else this.serve(client, attempts - 1);
    });
    client.once('close', () => upstream.destroy());
  }

  private keep(socket: Socket): Socket {
    if (!this.sockets.has(socket)) {
      socket.on('error', () => undefined);
      socket.once('close', () => this.sockets.delete(socket));
      this.sockets.add(socket);
    }
    return socket;
  }
}

import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { JsonObject } from '../inbox.js';
import { eventually } from '../wait.js';

/** A request as it came, to the letter. */
export interface Received {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  text: string;
  body: JsonObject;
}

/** An app's own backend, as far as webhooks see it. */
export class WebhookReceiver {
  private static readonly open = new Set<WebhookReceiver>();

  readonly received: Received[] = [];
  /** What it does with a request that has come whole; by default it says 204. */
  answer: RequestListener = (_request, response) => response.writeHead(204).end();
  private readonly server: Server;

  private constructor() {
    this.server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const text = Buffer.concat(parts).toString();
        const { method = '', url: path = '', headers } = request;
        this.received.push({ method, path, headers, text, body: JSON.parse(text) as JsonObject });
        this.answer(request, response);
      });
    });
  }

  static async start(): Promise<WebhookReceiver> {
    const receiver = new WebhookReceiver();
    receiver.server.listen(0, '127.0.0.1');
    await once(receiver.server, 'listening');
    WebhookReceiver.open.add(receiver);
    return receiver;
  }

  static stopAll(): void {
    for (const { server } of WebhookReceiver.open) {
      server.closeAllConnections();
      server.close();
    }
    WebhookReceiver.open.clear();
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/hooks`;
  }

  /** The first request so far, or to come, that holds it. */
  get(matches: (received: Received) => boolean, withinMs = 8_000): Promise<Received> {
    return eventually(() => {
      const found = this.received.find(matches);
      if (found === undefined) return Promise.reject(new Error(`Not among ${this.received.map(({ text }) => text).join('\n')}`));
      return Promise.resolve(found);
    }, withinMs);
  }
}

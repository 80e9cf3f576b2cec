import { importJWK, jwtVerify, type JWTPayload } from 'jose';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Inbox, contains, type JsonObject } from '../inbox.js';
import { BrowserKeys } from './browser-keys.js';

const PATIENCE_MS = 10_000;

/** One push as its browser reads it, and what the push service sees of it. */
export interface Pushed {
  readonly message: JsonObject;
  readonly headers: IncomingHttpHeaders;
  /** What the server says of itself, by the key it names. */
  readonly vapid: { readonly key: string; readonly claims: JWTPayload };
  readonly bytes: number;
}

/** A browser that subscribed. */
export class Browser {
  private readonly own = new BrowserKeys();
  private readonly inbox = new Inbox<Pushed>();
  /** What the push service answers for it. */
  answer: { status: number; headers?: Record<string, string> } = { status: 201 };

  constructor(readonly endpoint: string) {}

  get target(): { type: 'webpush'; endpoint: string; keys: { p256dh: string; auth: string } } {
    return { type: 'webpush', endpoint: this.endpoint, keys: this.own.keys };
  }

  get pushes(): readonly Pushed[] {
    return this.inbox.received;
  }

  /** The next push that has all of this. */
  next(part: JsonObject): Promise<Pushed> {
    const fits = ({ message }: Pushed) => contains(message, part);
    return this.inbox.take(`a push with ${JSON.stringify(part)}`, fits, PATIENCE_MS);
  }

  async receive(body: Buffer, headers: IncomingHttpHeaders): Promise<void> {
    const message = JSON.parse(this.own.decrypt(body)) as JsonObject;
    this.inbox.add({ message, headers, vapid: await verified(headers.authorization ?? ''), bytes: body.length });
  }

  close(): void {
    this.inbox.end('The push service has stopped');
  }
}

/** A push service of browsers (RFC 8030) on this machine. */
export class PushService {
  private readonly browsers = new Map<string, Browser>();

  private constructor(
    private readonly server: Server,
    readonly origin: string,
  ) {}

  static async start(): Promise<PushService> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const service = new PushService(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.on('request', (request, response) => void service.take(request, response));
    return service;
  }

  newBrowser(): Browser {
    const path = `/push/${randomBytes(12).toString('base64url')}`;
    const browser = new Browser(this.origin + path);
    this.browsers.set(path, browser);
    return browser;
  }

  async stop(): Promise<void> {
    for (const browser of this.browsers.values()) browser.close();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
    const browser = this.browsers.get(request.url ?? '');
    const { status, headers } = browser?.answer ?? { status: 404 };
    // What it refuses it does not bring, but for tests that want to see it.
    await browser?.receive(Buffer.concat(parts), request.headers);
    response.writeHead(status, headers).end();
  }
}

/** `vapid t=<JWT>, k=<public key>` (RFC 8292). */
async function verified(authorization: string): Promise<Pushed['vapid']> {
  const { token = '', key = '' } = /^vapid t=(?<token>[^,]+), k=(?<key>[\w-]+)$/.exec(authorization)?.groups ?? {};
  const point = Buffer.from(key, 'base64url');
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    x: point.subarray(1, 33).toString('base64url'),
    y: point.subarray(33).toString('base64url'),
  };
  const { payload } = await jwtVerify(token, await importJWK(jwk, 'ES256'));
  return { key, claims: payload };
}

import { importSPKI, jwtVerify } from 'jose';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Agent, type AgentOptions } from 'node:https';
import { connect, type AddressInfo, type Socket } from 'node:net';
import type { JsonObject } from '../inbox.js';

const PROJECT = 'school-app';
const EMAIL = 'push@school-app.example';

/** One request as it came. */
export interface FcmRequest {
  host: string | undefined;
  path: string;
  authorization: string | undefined;
  body: JsonObject;
}

/** Connects to one port of this machine, whatever host is asked for, and speaks plain HTTP there. */
class LocalAgent extends Agent {
  constructor(
    private readonly port: number,
    options?: AgentOptions,
  ) {
    super(options);
  }

  override createConnection(): Socket {
    return connect(this.port, '127.0.0.1');
  }
}

/** Google's token endpoint and FCM's HTTP API, as far as sending needs them. */
export class FcmService {
  readonly sent: FcmRequest[] = [];
  readonly tokenRequests: FcmRequest[] = [];
  /** What sending answers; by default that it was done. */
  answer: { status: number; body: JsonObject } = { status: 200, body: { name: `projects/${PROJECT}/messages/1` } };

  private constructor(
    private readonly server: Server,
    readonly account: { projectId: string; clientEmail: string; privateKey: string },
    private readonly publicKey: string,
  ) {}

  static async start(): Promise<FcmService> {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    });
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const service = new FcmService(server, { projectId: PROJECT, clientEmail: EMAIL, privateKey }, publicKey);
    server.on('request', (request, response) => void service.take(request, response));
    return service;
  }

  /** By which Google's hosts are this service. */
  get agent(): Agent {
    return new LocalAgent((this.server.address() as AddressInfo).port);
  }

  /** As FCM refuses, by its own error code. */
  refuse(status: number, errorCode: string, message = 'The message could not be sent.'): void {
    const details = [{ '@type': 'type.googleapis.com/google.firebase.fcm.v1.FcmError', errorCode }];
    this.answer = { status, body: { error: { code: status, message, status: 'FAILED', details } } };
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
    const text = Buffer.concat(parts).toString();
    const { host, authorization } = request.headers;
    const path = request.url ?? '';
    const isToken = path === '/token' || path.endsWith('/token');
    const body = isToken ? (Object.fromEntries(new URLSearchParams(text)) as JsonObject) : (JSON.parse(text) as JsonObject);
    (isToken ? this.tokenRequests : this.sent).push({ host, path, authorization, body });
    const answer = isToken ? await this.tokenFor(body) : this.answer;
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body));
  }

  private async tokenFor(body: JsonObject): Promise<FcmService['answer']> {
    const key = await importSPKI(this.publicKey, 'RS256');
    const { payload } = await jwtVerify(String(body.assertion), key, { issuer: EMAIL });
    const isFor = String(payload.scope).includes('https://www.googleapis.com/auth/firebase.messaging');
    if (!isFor) return { status: 400, body: { error: 'invalid_scope' } };
    return { status: 200, body: { access_token: 'ya29.made-by-the-test', expires_in: 3_600, token_type: 'Bearer' } };
  }
}

import { once } from 'node:events';
import { WebSocket } from 'ws';
import { Inbox, type JsonObject } from './inbox.js';
import type { Endpoint } from './raw-client.js';

/** Socket.IO over one WebSocket with Engine.IO packets written by hand, for what the official client would not send. */
export class EngineClient {
  private static readonly open = new Set<EngineClient>();

  /** Resolves with the close code. */
  readonly closed: Promise<number>;
  /** False: pings are read as any packet, and not answered. */
  answersPings = true;
  private readonly inbox = new Inbox<string>();

  private constructor(private readonly socket: WebSocket) {
    EngineClient.open.add(this);
    socket.on('message', (content) => {
      const packet = (content as Buffer).toString();
      if (packet === '2' && this.answersPings) this.send('3');
      else this.inbox.add(packet);
    });
    socket.on('error', () => undefined);
    this.closed = new Promise((resolve) => {
      socket.on('close', (code) => {
        EngineClient.open.delete(this);
        this.inbox.end(`closed with ${code}`);
        resolve(code);
      });
    });
  }

  /** A WebSocket on that path, on which nothing has been said. */
  static async openPath(gateway: Endpoint, path: string): Promise<EngineClient> {
    const client = new EngineClient(new WebSocket(new URL(path, gateway.wsUrl)));
    await once(client.socket, 'open');
    return client;
  }

  /** Opens the transport; no namespace yet. */
  static async openTransport(gateway: Endpoint): Promise<EngineClient> {
    const client = await EngineClient.openPath(gateway, '/socket.io/?EIO=4&transport=websocket');
    await client.next((packet) => packet.startsWith('0{'));
    return client;
  }

  /** Opens the transport and connects to the root namespace. */
  static async connect(gateway: Endpoint, auth: JsonObject): Promise<EngineClient> {
    const client = await EngineClient.openTransport(gateway);
    client.send(`40${JSON.stringify(auth)}`);
    await client.next((packet) => packet.startsWith('40{'));
    return client;
  }

  static closeAll(): void {
    for (const client of EngineClient.open) client.close();
  }

  /** Every packet that came, pings left out. */
  get packets(): readonly string[] {
    return this.inbox.received;
  }

  send(...packets: (string | Buffer)[]): void {
    for (const packet of packets) if (this.socket.readyState === WebSocket.OPEN) this.socket.send(packet);
  }

  next(fits: (packet: string) => boolean, withinMs = 8_000): Promise<string> {
    return this.inbox.take('a packet', fits, withinMs);
  }

  /** The argument of the acknowledgement with that number. */
  async answer(id: number, withinMs = 5_000): Promise<JsonObject> {
    const packet = await this.next((text) => text.startsWith(`43${id}[`), withinMs);
    const [answer] = JSON.parse(packet.slice(`43${id}`.length)) as [JsonObject];
    return answer;
  }

  close(): void {
    this.socket.terminate();
  }
}

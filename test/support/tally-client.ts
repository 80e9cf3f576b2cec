import { WebSocket } from 'ws';
import type { JsonObject } from './inbox.js';
import type { Endpoint } from './raw-client.js';

/**
 * Socket.IO over one WebSocket, by hand, for crowds: it counts what comes and keeps the last of each event alone, and that unread, so that
 * thousands cost little more than their sockets.
 */
export class TallyClient {
  private static readonly open = new Set<TallyClient>();

  /** WebSocket frames that came, of whatever kind. */
  frames = 0;
  /** Rejects when the connection ends. */
  readonly ended: Promise<never>;
  private readonly last = new Map<string, Buffer>();
  private readonly waiting = new Map<string, () => void>();
  private readonly socket: WebSocket;

  /** @param auth what it says of itself once the transport is open */
  constructor({ wsUrl }: Endpoint, auth: JsonObject) {
    TallyClient.open.add(this);
    this.socket = new WebSocket(new URL('/socket.io/?EIO=4&transport=websocket', wsUrl), { perMessageDeflate: false });
    this.socket.on('message', (content) => {
      this.take(content as Buffer, auth);
    });
    this.socket.on('error', () => undefined);
    this.ended = new Promise((_, reject) => {
      this.socket.on('close', (code) => {
        TallyClient.open.delete(this);
        reject(new Error(`closed with ${code}`));
      });
    });
    this.ended.catch(() => undefined);
  }

  static closeAll(): void {
    for (const client of TallyClient.open) client.close();
  }

  /** Waits for an event, `connect` for the server's welcome; rejects when the connection ends before. */
  async first(event: string): Promise<void> {
    if (this.last.has(event)) return;
    await Promise.race([new Promise<void>((resolve) => this.waiting.set(event, resolve)), this.ended]);
  }

  /** The data of the last event of that name. */
  latest(event: string): unknown {
    const packet = this.last.get(event)?.toString();
    return packet === undefined ? undefined : (JSON.parse(packet.slice(packet.indexOf('['))) as unknown[])[1];
  }

  /** Gives a command and resolves with its answer; one at a time. */
  async ask(command: string, payload: JsonObject): Promise<JsonObject> {
    this.last.delete('answer');
    this.socket.send(`420${JSON.stringify([command, payload])}`);
    await this.first('answer');
    const packet = this.last.get('answer')!.toString();
    return (JSON.parse(packet.slice(packet.indexOf('['))) as [JsonObject])[0];
  }

  close(): void {
    this.socket.terminate();
  }

  private take(packet: Buffer, auth: JsonObject): void {
    this.frames += 1;
    const kind = packet.toString('latin1', 0, 2);
    if (kind.startsWith('2')) this.socket.send('3');
    else if (kind.startsWith('0')) this.socket.send(`40${JSON.stringify(auth)}`);
    else if (kind === '40') this.keep('connect', packet);
    else if (kind === '43') this.keep('answer', packet);
    else if (kind === '42') this.keep(packet.toString('latin1', 4, packet.indexOf('"', 4)), packet);
    else this.close();
  }

  private keep(event: string, packet: Buffer): void {
    this.last.set(event, packet);
    this.waiting.get(event)?.();
    this.waiting.delete(event);
  }
}

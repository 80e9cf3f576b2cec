import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { Endpoint } from '../support/raw-client.js';
import { eventually } from '../support/wait.js';
import { ENGINE_IO, SEPARATOR } from '../protocol/long-polling.js';

/** One client's connection, whatever carries it: texts out, texts in. */
export interface Line {
  /** Everything that came, in order. */
  readonly received: readonly string[];
  readonly isOpen: boolean;
  /** Why it is not. */
  readonly ending: string;
  send(texts: readonly (string | Buffer)[]): Promise<void>;
  close(): void;
}

/** A WebSocket; on Engine.IO's path it answers the heartbeat. */
export class SocketLine implements Line {
  readonly received: string[] = [];
  ending = '';

  private constructor(
    private readonly socket: WebSocket,
    isEngineIo: boolean,
  ) {
    socket.on('message', (content) => {
      const text = (content as Buffer).toString();
      if (isEngineIo && text === '2') socket.send('3');
      else this.received.push(text);
    });
    socket.on('error', () => undefined);
    socket.on('close', (code, reason) => {
      this.ending = `closed with ${code} ${reason.toString()}`;
    });
  }

  static async open(gateway: Endpoint, path: string): Promise<SocketLine> {
    const socket = new WebSocket(new URL(path, gateway.wsUrl), { perMessageDeflate: false });
    const line = new SocketLine(socket, path.startsWith('/socket.io/'));
    await once(socket, 'open');
    return line;
  }

  get isOpen(): boolean {
    return this.socket.readyState === WebSocket.OPEN;
  }

  send(texts: readonly (string | Buffer)[]): Promise<void> {
    for (const text of texts) if (this.isOpen) this.socket.send(text);
    return Promise.resolve();
  }

  close(): void {
    this.socket.terminate();
  }
}

/** Engine.IO's long polling. */
export class PollingLine implements Line {
  readonly received: string[] = [];
  isOpen = true;
  ending = '';
  private readonly leaving = new AbortController();

  private constructor(private readonly url: URL) {}

  static async open(gateway: Endpoint): Promise<PollingLine> {
    const url = new URL(`${ENGINE_IO}&transport=polling`, gateway.httpUrl);
    const opened = await (await fetch(url)).text();
    url.searchParams.set('sid', (JSON.parse(opened.slice(1)) as { sid: string }).sid);
    const line = new PollingLine(url);
    void line.poll();
    return line;
  }

  async send(texts: readonly (string | Buffer)[]): Promise<void> {
    const packets = texts.map((text) => (typeof text === 'string' ? text : `b${text.toString('base64')}`));
    await this.post(packets.join(SEPARATOR));
  }

  close(): void {
    this.leaving.abort();
  }

  private async post(body: string): Promise<void> {
    const headers = { 'content-type': 'text/plain;charset=UTF-8' };
    const response = await fetch(this.url, { method: 'POST', body, headers }).catch((error: unknown) => String(error));
    if (typeof response === 'string') this.end(`a POST failed: ${response}`);
    else if (!response.ok) this.end(`a POST was answered ${response.status} ${await response.text()}`);
    else await response.text();
  }

  private async poll(): Promise<void> {
    const { signal } = this.leaving;
    while (this.isOpen && !signal.aborted) {
      const answer = await fetch(this.url, { signal }).catch((error: unknown) => String(error));
      if (typeof answer === 'string' || !answer.ok) {
        this.end(`a poll was answered ${typeof answer === 'string' ? answer : answer.status}`);
        return;
      }
      const packets = (await answer.text()).split(SEPARATOR);
      this.received.push(...packets.filter((packet) => packet !== '2'));
      if (packets.includes('2')) await this.post('3');
    }
  }

  private end(why: string): void {
    this.isOpen = false;
    this.ending ||= why;
  }
}

/** Connects to the root namespace with these credentials; rejects where they are refused. */
export async function joinNamespace<L extends Line>(line: L, auth: object): Promise<L> {
  await line.send([`40${JSON.stringify(auth)}`]);
  const answer = await eventually(() => {
    const found = line.received.find((packet) => /^4[04]/.test(packet)) ?? line.ending;
    return found === '' ? Promise.reject(new Error('No answer to CONNECT')) : Promise.resolve(found);
  }, 10_000);
  if (answer.startsWith('40')) return line;
  line.close();
  throw new Error(`Not connected: ${answer}`);
}

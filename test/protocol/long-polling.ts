import type { Endpoint } from '../support/raw-client.js';

/** Stands between the packets of a payload. */
export const SEPARATOR = '\x1e';

export const ENGINE_IO = '/socket.io/?EIO=4';

export interface PollAnswer {
  readonly status: number;
  readonly text: string;
  readonly type: string | null;
}

/** One request to the gateway, as it is. */
export async function http(gateway: Endpoint, path: string, init: RequestInit = {}): Promise<PollAnswer> {
  const response = await fetch(new URL(path, gateway.httpUrl), init);
  return { status: response.status, text: await response.text(), type: response.headers.get('content-type') };
}

/** An Engine.IO session over long polling in which every request is the test's own. */
export class LongPolling {
  /** Came with what was waited for: several packets may come in one answer. */
  private readonly unread: string[] = [];

  private constructor(
    private readonly gateway: Endpoint,
    readonly sid: string,
  ) {}

  static async open(gateway: Endpoint): Promise<LongPolling> {
    const { text } = await http(gateway, `${ENGINE_IO}&transport=polling`);
    const { sid } = JSON.parse(text.slice(1)) as { sid: string };
    return new LongPolling(gateway, sid);
  }

  /** Connects to the root namespace as the owner of the token. */
  static async connected(gateway: Endpoint, token: string): Promise<LongPolling> {
    const session = await LongPolling.open(gateway);
    await session.post(`40${JSON.stringify({ token, dialect: 'lyceum' })}`);
    await session.until((packet) => packet.startsWith('40{'));
    await session.until((packet) => packet.startsWith('42["hello"'));
    return session;
  }

  /** The path of its requests; `transport` is the one to speak of. */
  path(transport: 'polling' | 'websocket' = 'polling'): string {
    return `${ENGINE_IO}&transport=${transport}&sid=${this.sid}`;
  }

  get(): Promise<PollAnswer> {
    return http(this.gateway, this.path());
  }

  post(body: string, type = 'text/plain;charset=UTF-8'): Promise<PollAnswer> {
    return http(this.gateway, this.path(), { method: 'POST', body, headers: { 'content-type': type } });
  }

  /** Polls, and answers pings, until such a packet comes; those before it count as read. */
  async until(fits: (packet: string) => boolean): Promise<string> {
    for (let polls = 0; polls < 50; polls += 1) {
      const index = this.unread.findIndex(fits);
      if (index >= 0) return this.unread.splice(0, index + 1).at(-1)!;
      const { status, text } = await this.get();
      if (status !== 200) throw new Error(`The poll was answered ${status} ${text}`);
      const packets = text.split(SEPARATOR);
      if (packets.includes('2')) await this.post('3');
      this.unread.push(...packets);
    }
    throw new Error('The packet did not come.');
  }

  /** Whether the server knows the session no more. */
  async isOver(): Promise<boolean> {
    const { status, text } = await this.post('3');
    return status === 400 && text.includes('"code":1');
  }
}

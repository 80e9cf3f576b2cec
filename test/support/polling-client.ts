import { Inbox, type JsonObject } from './inbox.js';
import type { Endpoint } from './raw-client.js';

const SEPARATOR = '\x1e';

/**
 * Socket.IO by long polling with packets written by hand, for what the official client would not send: reserved event
 * names, broken packets, two acknowledgements asked for under one number.
 */
export class PollingClient {
  private static readonly open = new Set<PollingClient>();

  private readonly inbox = new Inbox<string>();
  private readonly ending = new AbortController();

  private constructor(private readonly url: URL) {
    PollingClient.open.add(this);
  }

  /** Opens an Engine.IO session and connects to the root namespace. */
  static async connect(gateway: Endpoint, auth: JsonObject): Promise<PollingClient> {
    const url = new URL('/socket.io/?EIO=4&transport=polling', gateway.httpUrl);
    const opened = await (await fetch(url)).text();
    url.searchParams.set('sid', (JSON.parse(opened.slice(1)) as { sid: string }).sid);
    const client = new PollingClient(url);
    void client.poll();
    await client.post(`40${JSON.stringify(auth)}`);
    await client.next((packet) => packet.startsWith('40{'));
    return client;
  }

  /** Stops asking, as a page that is gone. */
  static closeAll(): void {
    for (const client of PollingClient.open) client.ending.abort();
  }

  /** Every packet that came after the handshake, in order. */
  get packets(): readonly string[] {
    return this.inbox.received;
  }

  /** Sends finished Engine.IO packets in one POST; the status of its answer. */
  async post(...packets: string[]): Promise<number> {
    const headers = { 'content-type': 'text/plain;charset=UTF-8' };
    const response = await fetch(this.url, { method: 'POST', body: packets.join(SEPARATOR), headers });
    await response.text();
    return response.status;
  }

  next(fits: (packet: string) => boolean, withinMs = 8_000): Promise<string> {
    return this.inbox.take('a packet', fits, withinMs);
  }

  private async poll(): Promise<void> {
    const { signal } = this.ending;
    while (!signal.aborted) {
      const content = await fetch(this.url, { signal }).then(
        (response) => (response.ok ? response.text() : undefined),
        () => undefined,
      );
      if (content === undefined) break;
      for (const packet of content.split(SEPARATOR)) {
        if (packet === '2') await this.post('3');
        else this.inbox.add(packet);
      }
    }
    PollingClient.open.delete(this);
    this.inbox.end('polling ended');
  }
}

import { expect } from '@jest/globals';
import { call } from '../../support/http-client.js';
import type { Gateway } from '../../support/gateway.js';
import { RawClient } from '../../support/raw-client.js';
import { SocketClient } from '../../support/socket-client.js';
import { appToken, newId } from '../../support/tokens.js';

export { rssOf } from '../../support/rss.js';

/** What a gateway under abuse is given: limits that only the abuse itself runs into. */
export const ABUSE_ENV = {
  RATE_JOIN_PER_SECOND: '50',
  RATE_SEND_PER_SECOND: '1000',
  RATE_SEND_BURST: '1000',
  RATE_CREATE_PER_HOUR: '1000',
  RATE_REGISTRATIONS_PER_HOUR: '1000',
} as const;

/** Until they have heard each other; whoever holds the process up for as long is found also on a busy machine. */
const TALK_MS = 5_000;

/** A token of somebody no other test knows. */
export function somebody(): string {
  return appToken({ sub: newId('user'), name: 'Somebody' });
}

/** Two people in one room, one on each kind of transport, who must be able to talk whatever others do. */
export class Witnesses {
  private said = 0;
  private readonly pid: number;

  private constructor(
    private readonly gateway: Gateway,
    private readonly raw: RawClient,
    private readonly socket: SocketClient,
    readonly room: string,
    /** What others would call them, and their room. */
    readonly names: readonly string[],
  ) {
    this.pid = gateway.pid;
  }

  static async meet(gateway: Gateway): Promise<Witnesses> {
    const room = newId('witnesses');
    const names = [newId('witness'), newId('witness')] as const;
    const raw = await RawClient.connect(gateway, `/?token=${appToken({ sub: names[0], name: 'Raw' })}`);
    raw.send({ type: 'join_room', data: { roomId: room } });
    await raw.next('room_joined', 5_000);
    const token = appToken({ sub: names[1], name: 'Socket' });
    const socket = await SocketClient.connect(gateway, { auth: { token, dialect: 'lyceum' } });
    await socket.next('hello', {}, 5_000);
    const joined = await socket.request('rooms:join', { key: room });
    expect(joined).toMatchObject({ ok: true });
    return new Witnesses(gateway, raw, socket, room, [...names, room]);
  }

  /** The process that served them before answers, and each hears the other soon. */
  async stillTalk(): Promise<void> {
    expect(await call(this.gateway, 'GET', '/health/live')).toMatchObject({ status: 200 });
    expect(this.gateway.pid).toBe(this.pid);
    expect(() => process.kill(this.pid, 0)).not.toThrow();
    const text = `number ${++this.said}`;
    const started = Date.now();
    this.raw.send({ type: 'chat_message', data: { roomId: this.room, message: text } });
    await this.socket.next('chat:message', { text }, TALK_MS);
    const answer = await this.socket.request('chat:send', { room: { key: this.room }, text: `${text} back` });
    expect(answer).toEqual({ ok: true, data: expect.anything() });
    await this.raw.next({ type: 'chat_message', payload: { message: `${text} back` } }, TALK_MS);
    expect(Date.now() - started).toBeLessThan(TALK_MS);
  }
}

import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Answer, ErrorCode } from '../../../src/protocol/index.js';
import { LyceumError } from './error.js';
import type { LinkAuth, LinkEvents, OpenLink } from './link.js';
import { LiveClient } from './live-client.js';
import type { ClientOptions } from './options.js';

const ANA = { id: 'ana', username: 'ana', name: 'Ana', avatarUrl: null, role: 'student', guest: false };
const HELLO = { user: ANA, limits: {}, resume: { rooms: [] } };
const refusal = (code: ErrorCode, retryAfterMs?: number) =>
  new LyceumError({ code, message: code, retryable: false, retryAfterMs });

/** One connection as the server has it. */
class FakeLink {
  readonly asked: { command: string; payload: unknown; answer: (answer: Answer<unknown>) => void }[] = [];
  isClosed = false;

  constructor(
    readonly auth: LinkAuth,
    readonly events: LinkEvents,
  ) {}

  greet(): this {
    this.events.fact('hello', HELLO);
    return this;
  }

  answer(data: unknown): void {
    this.asked.shift()?.answer({ ok: true, data });
  }

  refuse(code: ErrorCode, retryAfterMs?: number): void {
    this.asked.shift()?.answer({ ok: false, error: { code, message: code, retryable: true, retryAfterMs } });
  }
}

function latestOf(links: readonly FakeLink[]): FakeLink {
  const latest = links.at(-1);
  if (latest === undefined) throw new RangeError('There is no connection yet');
  return latest;
}

describe('the client’s connection', () => {
  const links: FakeLink[] = [];
  const made: LiveClient[] = [];
  const open: OpenLink = (_url, auth, events) => {
    const link = new FakeLink(auth, events);
    links.push(link);
    return {
      ask: (command, payload, answer) => void link.asked.push({ command, payload, answer }),
      close: () => (link.isClosed = true),
    };
  };
  const link = (): FakeLink => latestOf(links);
  const settled = () => jest.advanceTimersByTimeAsync(0);

  beforeEach(() => {
    jest.useFakeTimers();
    jest.spyOn(Math, 'random').mockReturnValue(1);
  });
  afterEach(() => {
    for (const client of made.splice(0)) client.close();
    links.length = 0;
    jest.restoreAllMocks();
    jest.useRealTimers();
  });

  async function begun(options: ClientOptions = {}): Promise<LiveClient> {
    const client = new LiveClient({ url: 'http://gateway', token: 'token', ...options }, open);
    made.push(client);
    client.connect();
    await settled();
    return client;
  }

  it('shows who it is, and is connected when the server has said hello', async () => {
    const client = await begun({ deviceId: 'phone' });
    expect(link().auth).toEqual({ dialect: 'lyceum', deviceId: 'phone', token: 'token' });
    expect(client.connection.get().state).toBe('connecting');
    link().greet();
    expect(client.connection.get().state).toBe('connected');
    expect(client.me.get()).toEqual(ANA);
  });

  it('comes back with growing pauses', async () => {
    const client = await begun();
    for (const wait of [500, 1_000, 2_000, 4_000]) {
      link().events.down(undefined);
      expect(client.connection.get()).toMatchObject({ state: 'offline', nextAttemptAt: Date.now() + wait });
      await jest.advanceTimersByTimeAsync(wait - 1);
      expect(client.connection.get().state).toBe('offline');
      await jest.advanceTimersByTimeAsync(1);
      expect(client.connection.get().state).toBe('connecting');
    }
    expect(links).toHaveLength(5);
  });

  it('never waits longer than 30 s, and begins with short pauses after a connection that lasted', async () => {
    const client = await begun();
    for (let time = 0; time < 12; time += 1) {
      link().events.down(undefined);
      await jest.advanceTimersByTimeAsync(30_000);
    }
    link().events.down(undefined);
    expect(client.connection.get().nextAttemptAt).toBe(Date.now() + 30_000);
    await jest.advanceTimersByTimeAsync(30_000);
    link().greet();
    await jest.advanceTimersByTimeAsync(6_000);
    link().events.down(undefined);
    expect(client.connection.get().nextAttemptAt).toBe(Date.now() + 500);
  });

  it('waits as long as a gateway that is being stopped, or refuses for now, asks for', async () => {
    const client = await begun();
    link().greet().events.fact('server:draining', { reconnectInMs: 7_000 });
    link().events.down(undefined);
    expect(client.connection.get().nextAttemptAt).toBe(Date.now() + 7_000);
    await jest.advanceTimersByTimeAsync(7_000);
    link().events.down(refusal('TOO_MANY_CONNECTIONS', 9_000));
    expect(client.connection.get()).toMatchObject({ state: 'offline', nextAttemptAt: Date.now() + 9_000 });
  });

  it.each(['UNAVAILABLE', 'INTERNAL', 'DRAINING', 'RATE_LIMITED', 'TOO_MANY_CONNECTIONS', 'SLOW_CONSUMER'] as const)(
    'comes back after %s',
    async (code) => {
      const client = await begun();
      link().greet().events.fact('error', { event: null, code, message: code });
      link().events.down(undefined);
      expect(client.connection.get()).toMatchObject({ state: 'offline', error: { code } });
    },
  );

  it.each(['FORBIDDEN', 'GUESTS_NOT_ALLOWED', 'ORIGIN_NOT_ALLOWED', 'IDENTITY_CONFLICT', 'INVALID'] as const)(
    'stays away after %s, until it is told to connect',
    async (code) => {
      const client = await begun();
      link().events.down(refusal(code));
      expect(client.connection.get()).toMatchObject({ state: 'closed', error: { code } });
      await jest.advanceTimersByTimeAsync(60_000);
      expect(links).toHaveLength(1);
      client.connect();
      await settled();
      expect(links).toHaveLength(2);
    },
  );

  it('shows a new token where the old one is refused, and gives up where that is refused too', async () => {
    const tokens = ['first', 'second', 'third'];
    const client = await begun({ token: () => tokens.shift() ?? '' });
    link().events.down(refusal('TOKEN_EXPIRED'));
    await settled();
    expect(link().auth.token).toBe('second');
    link().events.down(refusal('UNAUTHENTICATED'));
    await settled();
    expect(client.connection.get()).toMatchObject({ state: 'closed', error: { code: 'UNAUTHENTICATED' } });
    expect(links).toHaveLength(2);
  });

  it('renews the token in place when it is about to expire', async () => {
    const tokens = ['first', 'second'];
    await begun({ token: () => tokens.shift() ?? '' });
    link().greet().events.fact('auth:expiring', { expiresAt: 'soon' });
    await settled();
    expect(link().asked[0]).toMatchObject({ command: 'auth:refresh', payload: { token: 'second' } });
    expect(links).toHaveLength(1);
  });

  it('goes on without a token for now where the app can’t get one, and without end', async () => {
    const client = await begun({ token: () => Promise.reject(new Error('The app’s backend is away')) });
    expect(client.connection.get()).toMatchObject({ state: 'offline', error: { message: 'The app’s backend is away' } });
  });

  it('is closed when somebody else is signed in, so that nothing is said in their name', async () => {
    const client = await begun();
    link().greet().events.down(undefined);
    await jest.advanceTimersByTimeAsync(500);
    link().events.fact('hello', { ...HELLO, user: { ...ANA, id: 'ben' } });
    expect(client.connection.get()).toMatchObject({ state: 'closed', error: { code: 'IDENTITY_CONFLICT' } });
  });

  it('fails a request at once offline, lets it wait while connecting, and until its time is up', async () => {
    const client = await begun();
    const waiting = client.request('auth:me', {});
    link().greet();
    await settled();
    link().answer(ANA);
    await expect(waiting).resolves.toEqual(ANA);
    const late = expect(client.request('auth:me', {}, { timeoutMs: 300 })).rejects.toMatchObject({ code: 'TIMEOUT' });
    await jest.advanceTimersByTimeAsync(300);
    await late;
    link().events.down(undefined);
    await expect(client.request('auth:me', {})).rejects.toMatchObject({ code: 'OFFLINE' });
  });

  it('asks again what was lost or refused for now, but nothing that would be done twice', async () => {
    const client = await begun();
    link().greet();
    const reading = client.request('rooms:list', {});
    const making = expect(client.request('rooms:create', {})).rejects.toMatchObject({ code: 'OFFLINE' });
    await settled();
    expect(link().asked.map(({ command }) => command)).toEqual(['rooms:list', 'rooms:create']);
    link().events.down(undefined);
    await making;
    await jest.advanceTimersByTimeAsync(500);
    link().greet();
    await settled();
    expect(link().asked.map(({ command }) => command)).toEqual(['rooms:list']);
    link().refuse('RATE_LIMITED', 200);
    await jest.advanceTimersByTimeAsync(200);
    link().answer({ rooms: [], hasMore: false });
    await expect(reading).resolves.toEqual({ rooms: [], hasMore: false });
  });

  it('comes into its rooms with every connect, also after it was closed', async () => {
    const client = await begun();
    const room = client.rooms.open({ id: 'room' });
    expect(jest.getTimerCount()).toBe(0);
    link().greet();
    await settled();
    expect(link().asked).toEqual([expect.objectContaining({ command: 'rooms:join', payload: { id: 'room' } })]);
    client.close();
    await settled();
    expect(room.get().status).toBe('joining');
    client.connect();
    await settled();
    link().greet();
    await settled();
    expect(link().asked).toEqual([expect.objectContaining({ command: 'rooms:join' })]);
  });

  it('passes facts on to all who listen, whatever one of them makes of it', async () => {
    const client = await begun();
    const heard: unknown[] = [];
    client.on('notifications:unread', () => {
      throw new Error('A listener’s own fault');
    });
    const stop = client.on('notifications:unread', (fact) => heard.push(fact));
    link().greet().events.fact('notifications:unread', { unread: 3 });
    stop();
    link().events.fact('notifications:unread', { unread: 4 });
    expect(heard).toEqual([{ unread: 3 }]);
  });

  it('sends the messages of a room one after the other, each again until it is answered, under one clientId', async () => {
    const client = await begun();
    link().greet();
    for (const text of ['one', 'two']) client.outbox.add({ room: { id: 'room' } }, { text });
    await settled();
    expect(link().asked).toHaveLength(1);
    const first = link().asked[0]?.payload as { clientId: string };
    expect(client.connection.get().queued).toBe(2);
    link().events.down(undefined);
    await jest.advanceTimersByTimeAsync(500);
    link().greet();
    await settled();
    expect(link().asked.map(({ payload }) => payload)).toEqual([expect.objectContaining(first)]);
    link().answer({ id: 'm1', duplicate: true });
    await settled();
    expect(link().asked.map(({ payload }) => payload)).toEqual([expect.objectContaining({ text: 'two' })]);
    link().refuse('CONFLICT');
    await settled();
    expect(client.outbox.get()).toEqual([
      expect.objectContaining({ state: 'failed', message: expect.objectContaining({ text: 'two' }) }),
    ]);
    expect(client.connection.get().queued).toBe(0);
  });
});

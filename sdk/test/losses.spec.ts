import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startGateway, type Gateway } from '../../test/support/gateway.js';
import { TcpProxy } from '../../test/support/tcp-proxy.js';
import { appToken, newId } from '../../test/support/tokens.js';
import { ROOMY, START_MS } from '../../test/contract/settings.js';
import type { LyceumClient, Room } from '../src/index.js';
import { clientOf, closeAll, connected, memoryStorage, newcomer, until } from './people.js';

const COUNT = 30;
const texts = Array.from({ length: COUNT }, (_, index) => `message ${index}`);
const textsIn = (room: Room): string[] => room.get().messages.map(({ text }) => text);
const allSaid = (room: Room, expected: readonly string[]) =>
  until(
    room,
    ({ messages, live }) => live && messages.length >= expected.length && messages.every(({ state }) => state === 'sent'),
    20_000,
  ).then(() => expect(textsIn(room)).toEqual(expected));

describe('what the client makes of losses', () => {
  let gateway: Gateway;
  let proxy: TcpProxy;

  beforeAll(async () => {
    gateway = await startGateway({ env: { ...ROOMY, RATE_SEND_PER_SECOND: '1000', RATE_SEND_BURST: '1000' } });
  }, START_MS);
  beforeAll(async () => {
    proxy = await TcpProxy.before(gateway.port);
  });
  afterEach(closeAll);
  afterAll(async () => {
    await proxy.close();
    await gateway.stop();
  });

  /** Ana comes by way of the proxy, Ben does not. */
  async function twoInARoom() {
    const [ana, ben] = [await newcomer(gateway, 'ana', { url: proxy.url(gateway.httpUrl) }), await newcomer(gateway, 'ben')];
    const { code } = await ana.client.rooms.create();
    const hers = await ana.client.rooms.join({ code: code ?? '' });
    const his = await ben.client.rooms.join({ code: code ?? '' });
    return { ana, ben, hers, his };
  }

  it('loses nothing and doubles nothing when connections break while it sends', async () => {
    const { hers, his } = await twoInARoom();
    for (const [index, text] of texts.entries()) {
      hers.send(text);
      if (index % 10 !== 5) continue;
      const sent = hers.get().lastSeq + 2;
      await until(hers, ({ lastSeq }) => lastSeq >= sent);
      proxy.reset();
    }
    await allSaid(his, texts);
    await allSaid(hers, texts);
  });

  it('catches up on all that was said, changed and taken back while it was away', async () => {
    const { ana, hers, his } = await twoInARoom();
    his.send('before');
    await allSaid(hers, ['before']);
    proxy.reset({ refuse: true });
    await until(ana.client.connection, ({ state }) => state === 'offline');
    for (const text of texts) his.send(text);
    await allSaid(his, ['before', ...texts]);
    await his.edit(his.get().messages[0]?.id ?? '', 'edited meanwhile');
    await his.delete(his.get().messages[3]?.id ?? '');
    hers.send('from the train');
    expect(ana.client.connection.get().queued).toBe(1);
    proxy.admit();
    await allSaid(hers, ['edited meanwhile', ...texts.map((text, index) => (index === 2 ? '' : text)), 'from the train']);
    await allSaid(his, textsIn(hers));
    // The fact may come before the answer.
    await until(ana.client.connection, ({ queued }) => queued === 0);
  });

  it('keeps what waits over a reload, and says each once, in both of two tabs', async () => {
    const { ana, hers, his } = await twoInARoom();
    ana.client.close();
    const storage = memoryStorage();
    const url = proxy.url(gateway.httpUrl);
    const tab = clientOf(gateway, { url, token: ana.token, storage });
    const room = tab.rooms.open({ id: hers.get().room?.id });
    await until(room, ({ live }) => live);
    proxy.reset({ refuse: true });
    await until(tab.connection, ({ state }) => state === 'offline');
    room.send('one');
    room.send('two');
    tab.close();
    proxy.admit();
    const tabs = [clientOf(gateway, { url, token: ana.token, storage }), clientOf(gateway, { url, token: ana.token, storage })];
    const rooms = tabs.map((one) => one.rooms.open({ id: hers.get().room?.id }));
    for (const one of [...rooms, his]) await allSaid(one, ['one', 'two']);
    expect(storage.length).toBe(1);
  });

  it('tells what the server refuses, and lets it be sent again or forgotten', async () => {
    const { ben, hers, his } = await twoInARoom();
    await hers.mute(ben.id);
    await until(his, ({ muted }) => muted);
    his.send('unheard');
    const { messages } = await until(his, ({ messages: [first] }) => first?.state === 'failed');
    expect(messages[0]?.error?.code).toBe('MUTED');
    his.send('this neither');
    await until(his, ({ messages: [, second] }) => second?.state === 'failed');
    await hers.mute(ben.id, false);
    his.retry(his.get().messages[0] as never);
    his.discard(his.get().messages[1] as never);
    await allSaid(hers, ['unheard']);
    await allSaid(his, ['unheard']);
  });

  it('renews a token in place before it expires, and shows a new one where it has', async () => {
    const id = newId('tess');
    const made: string[] = [];
    const token = (): string => {
      // The first lasts a moment past the notice, so that it is asked for another at once.
      const next = appToken({ sub: id, name: 'Tess', count: made.length }, { expiresIn: made.length === 0 ? 61 : 3_600 });
      made.push(next);
      return next;
    };
    const client = clientOf(gateway, { token });
    await connected(client);
    const connections: unknown[] = [];
    client.onConnected((hello) => connections.push(hello));
    const refreshed = new Promise((resolve) => client.on('auth:expiring', resolve));
    await refreshed;
    await expect(client.request('auth:me', {})).resolves.toMatchObject({ id });
    expect(made).toHaveLength(2);
    expect(connections).toHaveLength(0);

    const tokens = [appToken({ sub: id, name: 'Tess' }, { expiresIn: -120 }), appToken({ sub: id, name: 'Tess' })];
    const late = clientOf(gateway, { token: () => tokens.shift() ?? '' });
    await connected(late);
    expect(tokens).toHaveLength(0);
  });

  it('stays away where it is refused for good, and says why', async () => {
    const client = clientOf(gateway, { token: 'no token at all' });
    const { error } = await until(client.connection, ({ state }) => state === 'closed');
    expect(error).toMatchObject({ code: 'UNAUTHENTICATED' });
    await expect(client.request('auth:me', {})).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('goes on after the gateway was restarted, with what was said meanwhile', async () => {
    const { ana, ben, hers, his } = await twoInARoom();
    hers.send('before the stop');
    await allSaid(his, ['before the stop']);
    const draining = new Promise((resolve) => ben.client.on('server:draining', resolve));
    const stopped = gateway.stop();
    await draining;
    await stopped;
    const away = (client: LyceumClient) => until(client.connection, ({ state }) => state === 'offline' || state === 'connecting');
    await Promise.all([away(ana.client), away(ben.client)]);
    hers.send('while it is down');
    await gateway.restart();
    await allSaid(his, ['before the stop', 'while it is down']);
    await allSaid(hers, ['before the stop', 'while it is down']);
    await until(hers, ({ participants }) => participants.length === 2);
  });
});

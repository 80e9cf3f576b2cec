import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startGateway, type Gateway } from '../support/gateway.js';
import { RawClient } from '../support/raw-client.js';
import { SocketClient } from '../support/socket-client.js';
import { appToken, newId } from '../support/tokens.js';

const ENV = { RATE_SEND_BURST: '10000', RATE_SEND_PER_SECOND: '10000', RATE_COMMANDS_PER_SECOND: '10000' };
const MESSAGES = 150;

/** Both ways out must look the same from outside, so each has the same tests. */
describe.each(['on', 'off'])('delivery with FAST_WRITES=%s', (fastWrites) => {
  let gateway: Gateway;

  const connect = async (room: string, name: string, transport: 'websocket' | 'polling' = 'websocket') => {
    const auth = { token: appToken({ sub: newId(name), name }), dialect: 'lyceum' };
    const client = await SocketClient.connect(gateway, { auth, transport });
    expect(await client.request('rooms:join', { key: room, create: true })).toMatchObject({ ok: true });
    return client;
  };
  const connectOld = async (room: string) => {
    const client = await RawClient.connect(gateway, `/?token=${appToken({ sub: newId('old'), name: 'Old' })}`);
    client.send({ type: 'join_room', data: { roomId: room } });
    await client.next('room_joined', 20_000);
    return client;
  };

  beforeAll(async () => {
    gateway = await startGateway({ env: { ...ENV, FAST_WRITES: fastWrites } });
  }, 60_000);
  afterEach(async () => {
    SocketClient.closeAll();
    await RawClient.closeAll();
  });
  afterAll(() => gateway.stop(), 30_000);

  it('brings every member the same frames in the same order, by every transport', async () => {
    const room = newId('room');
    const [ana, ben] = [await connect(room, 'Ana'), await connect(room, 'Ben', 'polling')];
    const old = await connectOld(room);
    const rawLyceum = await RawClient.connect(gateway, `/?dialect=lyceum&token=${appToken({ sub: newId('raw'), name: 'Raw' })}`);
    expect(await rawLyceum.request('rooms:join', { key: room })).toMatchObject({ ok: true });

    await Promise.all(
      Array.from({ length: MESSAGES }, (_, number) => {
        const text = `${number} “ü” 👩‍👩‍👧 ${'x'.repeat(number)}`;
        return (number % 2 === 0 ? ana : ben).request('chat:send', { room: { key: room }, text });
      }),
    );
    const last = { seq: MESSAGES };
    const [first] = await Promise.all([ana.next('chat:message', last, 20_000), ben.next('chat:message', last, 20_000)]);
    await rawLyceum.next({ type: 'chat:message', data: last }, 20_000);
    await old.next({ type: 'chat_message', payload: last }, 20_000);

    const heard = ana.occurrences.filter(({ event }) => event === 'chat:message').map(({ args }) => args[0]);
    expect(heard.map((message) => (message as { seq: number }).seq)).toEqual(
      Array.from({ length: MESSAGES }, (_, index) => index + 1),
    );
    expect(heard.at(-1)).toEqual(first);
    expect(ben.occurrences.filter(({ event }) => event === 'chat:message').map(({ args }) => args[0])).toEqual(heard);
    expect(rawLyceum.frames.filter(({ type }) => type === 'chat:message').map(({ data }) => data)).toEqual(heard);
    const shown = old.frames.filter(({ type }) => type === 'chat_message').map(({ payload }) => payload);
    expect(shown).toEqual(
      (heard as { seq: number; text: string }[]).map(({ seq, text }) =>
        expect.objectContaining({ roomId: room, seq, message: text }),
      ),
    );
  });

  it('keeps acknowledgements and facts of one connection in the order they were made', async () => {
    const room = newId('room');
    const raw = await RawClient.connect(gateway, `/?dialect=lyceum&token=${appToken({ sub: newId('raw'), name: 'Raw' })}`);
    await raw.request('rooms:join', { key: room, create: true });

    for (let id = 1_000; id < 1_100; id += 1) {
      raw.send({ type: 'chat:send', id, data: { room: { key: room }, text: `number ${id}` } });
      raw.send({ type: 'auth:me', id: -id });
    }
    await raw.next({ type: 'ack', id: -1_099 }, 20_000);
    await raw.next({ type: 'chat:message', data: { seq: 100 } }, 20_000);

    const sends = raw.frames.filter(({ type, id }) => type === 'ack' && Number(id) >= 1_000);
    expect(sends.map(({ data }) => (data as { seq: number }).seq)).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
    const acks = raw.frames.filter(({ type, id }) => type === 'ack' && Math.abs(Number(id)) >= 1_000).map(({ id }) => id);
    expect(acks).toEqual(Array.from({ length: 200 }, (_, index) => (index % 2 ? -1 : 1) * (1_000 + Math.floor(index / 2))));
    const facts = raw.frames.filter(({ type }) => type === 'chat:message').map(({ data }) => (data as { seq: number }).seq);
    expect(facts).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
  });

  it('says on /metrics which way it took', async () => {
    const metrics = await (await fetch(`${gateway.httpUrl}/metrics`)).text();
    const fast = /^lyceum_deliveries_total\{dialect="skill-lift",outcome="fast"\} (\d+)$/m.exec(metrics)?.[1];
    if (fastWrites === 'on') expect(Number(fast)).toBeGreaterThan(MESSAGES / 2);
    else expect(fast).toBeUndefined();
  });
});

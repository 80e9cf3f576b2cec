import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { EngineClient } from '../../support/engine-client.js';
import { startGateway, type Gateway } from '../../support/gateway.js';
import { RawClient } from '../../support/raw-client.js';
import { SocketClient } from '../../support/socket-client.js';
import { appToken, newId } from '../../support/tokens.js';
import { somebody } from './witnesses.js';

describe('one request, one answer', () => {
  let gateway: Gateway;

  beforeAll(async () => {
    gateway = await startGateway({ env: { RATE_SEND_BURST: '5', RATE_SEND_PER_SECOND: '1' } });
  }, 60_000);
  afterEach(async () => {
    EngineClient.closeAll();
    SocketClient.closeAll();
    await RawClient.closeAll();
  });
  afterAll(() => gateway.stop(), 30_000);

  it.each([
    ['an unknown event', '["no:such",{}]', 'UNKNOWN_EVENT'],
    ['an event of another dialect', '["join_room",{"roomId":"x"}]', 'UNKNOWN_EVENT'],
    ['no payload', '["chat:send"]', 'INVALID'],
    ['null as the payload', '["chat:send",null]', 'INVALID'],
    ['a failed validation', '["chat:history",{"room":{"key":"x"},"limit":"12"}]', 'INVALID'],
    ['extra arguments', '["chat:history",{"room":{"key":"nowhere"}},1,2,3]', 'ROOM_NOT_FOUND'],
    ['a payload with an event of its own', '["chat:history",{"event":"x","data":1}]', 'INVALID'],
    ['a refusal', '["chat:send",{"room":{"key":"nowhere"},"text":"x"}]', 'ROOM_NOT_FOUND'],
  ])('for %s', async (_what, packet, code) => {
    const client = await EngineClient.connect(gateway, { token: somebody(), dialect: 'lyceum' });
    client.send(`421${packet}`, '422["auth:me",{}]');
    expect(await client.answer(1)).toMatchObject({ ok: false, error: { code } });
    expect(await client.answer(2)).toMatchObject({ ok: true });
    expect(client.packets.filter((text) => text.startsWith('431['))).toHaveLength(1);
    expect(client.packets.filter((text) => text.startsWith('42["e'))).toEqual([]);
  });

  it('for each of two that ask under one number', async () => {
    const client = await EngineClient.connect(gateway, { token: somebody(), dialect: 'lyceum' });
    client.send('421["auth:me",{}]', '421["no:such",{}]');
    expect(await client.answer(1)).toMatchObject({ ok: true });
    expect(await client.answer(1)).toMatchObject({ ok: false });
  });

  it('and none, but the fact error, where none was asked for', async () => {
    const client = await EngineClient.connect(gateway, { token: somebody(), dialect: 'lyceum' });
    client.send('42["no:such",{}]', '422["auth:me",{}]');
    await client.answer(2);
    const errors = client.packets.filter((packet) => packet.startsWith('42["error"'));
    expect(errors).toHaveLength(1);
    expect(JSON.parse(errors[0]!.slice(2))).toEqual([
      'error',
      { event: 'no:such', code: 'UNKNOWN_EVENT', message: expect.any(String) },
    ]);
    expect(client.packets.filter((packet) => packet.includes('"exception"'))).toEqual([]);
  });

  it('on a raw socket, under the id that asked', async () => {
    const client = await RawClient.connect(gateway, `/?dialect=lyceum&token=${somebody()}`);
    await client.next('hello');
    client.send({ type: 'no:such', id: 'a' });
    client.send({ type: 'auth:me', id: 'b' });
    expect(await client.next({ type: 'ack', id: 'a' })).toMatchObject({ ok: false, error: { code: 'UNKNOWN_EVENT' } });
    await client.next({ type: 'ack', id: 'b' });
    expect(client.frames.filter(({ type, id }) => type === 'ack' && id === 'a')).toHaveLength(1);
    expect(client.left('error')).toEqual([]);
  });

  it('also over the rate limit, which is each person’s own and minds no empty payload', async () => {
    const person = { sub: newId('user'), name: 'Ana' };
    const connect = (claims: object) =>
      SocketClient.connect(gateway, { auth: { token: appToken({ ...claims }), dialect: 'lyceum' } });
    const [tab, phone, other] = await Promise.all([
      connect(person),
      connect(person),
      connect({ sub: newId('user'), name: 'Ben' }),
    ]);

    const answers = await Promise.all(Array.from({ length: 10 }, (_, index) => (index % 2 ? tab : phone).request('chat:send')));

    const codes = answers.map(({ error }) => (error as { code: string }).code).sort();
    expect(codes).toEqual([...Array<string>(5).fill('INVALID'), ...Array<string>(5).fill('RATE_LIMITED')]);
    const limited = answers.find(({ error }) => (error as { code: string }).code === 'RATE_LIMITED');
    expect(limited).toMatchObject({ error: { retryable: true, retryAfterMs: expect.any(Number) } });
    expect(await other.request('chat:send')).toMatchObject({ error: { code: 'INVALID' } });
  });
});

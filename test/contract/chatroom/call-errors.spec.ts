import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { aSentence, dataOf } from '../../support/expect-frames.js';
import { startGateway, type Gateway } from '../../support/gateway.js';
import type { JsonObject } from '../../support/inbox.js';
import { SocketClient } from '../../support/socket-client.js';
import { eventually } from '../../support/wait.js';
import { ROOMY, START_MS } from '../settings.js';
import { ANSWER, callError, candidate, connect, OFFER, ring, send } from './call-frames.js';
import { hears, newPerson, type ChatPerson } from './chat-client.js';

describe('a call of a chat-room client that can’t be', () => {
  let gateway: Gateway;

  beforeAll(async () => {
    gateway = await startGateway({ env: { ...ROOMY, RATE_CALL_PER_MINUTE: '1000' } });
  }, START_MS);
  afterEach(() => SocketClient.closeAll());
  afterAll(() => gateway.stop());

  /** The frame is refused, once as a frame and once more as the answer that was asked for, and the other way round not at all. */
  async function expectCallError({ client }: ChatPerson, event: string, payload: JsonObject, code: string): Promise<void> {
    const to = typeof payload.to === 'string' ? payload.to : null;
    client.emit(event, payload);
    expect(await client.next('call_error')).toEqual(callError(to, code));

    expect(await client.request(event, payload)).toMatchObject({
      ...callError(to, code),
      ok: false,
      error: { code, message: aSentence },
    });
    expect(await client.next('call_error')).toEqual(callError(to, code));
    expect(client.heard('error')).toEqual([]);
  }

  it('reaches nobody of an unknown name', async () => {
    const ana = await newPerson(gateway);

    await expectCallError(ana, 'call_user', { to: 'nobody-by-that-name', offer: OFFER }, 'USER_NOT_FOUND');
  });

  it('reaches nobody who is offline', async () => {
    const [ana, ben] = [await newPerson(gateway), await newPerson(gateway, 'websocket', 'ben')];
    ben.client.close();
    await ben.client.closed;

    await eventually(() => expectCallError(ana, 'call_user', { to: ben.username, offer: OFFER }, 'CALL_UNREACHABLE'));
    expect(ana.client.heard('call_ended')).toEqual([]);
  });

  it('reaches nobody who is in another call, and does not disturb them', async () => {
    const [ana, ben] = [await newPerson(gateway), await newPerson(gateway, 'websocket', 'ben')];
    const cleo = await newPerson(gateway, 'websocket', 'cleo');
    await connect(ana, ben);

    await expectCallError(cleo, 'call_user', { to: ben.username, offer: OFFER }, 'CALL_BUSY');
    await expectCallError(cleo, 'call_user', { to: ana.username, offer: OFFER }, 'CALL_BUSY');

    send(ana, 'ice_candidate', { to: ben.username, candidate: candidate(1) });
    await ben.client.next('ice_candidate', { from: ana.username });
    expect(ben.client.heard('incoming_call')).toHaveLength(1);
    expect(ana.client.heard('incoming_call')).toEqual([]);
    expect(cleo.client.heard('call_ended')).toEqual([]);
  });

  it('reaches oneself neither', async () => {
    const ana = await newPerson(gateway);

    await expectCallError(ana, 'call_user', { to: ana.username, offer: OFFER }, 'INVALID');
  });

  it.each([
    ['call_answer', { answer: ANSWER }],
    ['ice_candidate', { candidate: candidate(1) }],
    ['end_call', {}],
  ])('has no %s', async (event, more) => {
    const [ana, ben] = [await newPerson(gateway), await newPerson(gateway, 'websocket', 'ben')];

    await expectCallError(ana, event, { to: ben.username, ...more }, 'CALL_NOT_FOUND');
    await expectCallError(ana, event, { to: 'nobody-by-that-name', ...more }, 'CALL_NOT_FOUND');

    dataOf(await ana.client.request('send_message', { text: `after ${event}` }));
    await hears(ben, `after ${event}`);
    expect(ben.client.occurrences.filter(({ event: heard }) => /call|ice/.test(heard))).toEqual([]);
  });

  it.each([
    ['call_answer', { answer: ANSWER }],
    ['ice_candidate', { candidate: candidate(1) }],
    ['end_call', {}],
  ])('is no stranger’s to meddle with by %s, be it ringing or not', async (event, more) => {
    const [ana, ben] = [await newPerson(gateway), await newPerson(gateway, 'websocket', 'ben')];
    const cleo = await newPerson(gateway, 'websocket', 'cleo');

    await ring(ana, ben);
    for (const { username } of [ana, ben]) await expectCallError(cleo, event, { to: username, ...more }, 'CALL_NOT_FOUND');
    send(ben, 'call_answer', { to: ana.username, answer: ANSWER });
    await ana.client.next('call_answered');
    for (const { username } of [ana, ben]) await expectCallError(cleo, event, { to: username, ...more }, 'CALL_NOT_FOUND');

    send(ana, 'end_call', { to: ben.username });
    await ben.client.next('call_ended', { from: ana.username, reason: 'ended' });
    expect(ana.client.heard('call_answered')).toHaveLength(1);
    for (const { client } of [ana, ben]) expect(client.heard('ice_candidate')).toEqual([]);
  });

  it('is not answered by its caller', async () => {
    const [ana, ben] = [await newPerson(gateway), await newPerson(gateway, 'websocket', 'ben')];
    await ring(ana, ben);

    const answer = await ana.client.request('call_answer', { to: ben.username, answer: ANSWER });

    expect(answer).toMatchObject({ ok: false, to: ben.username });
    expect(ana.client.heard('call_answered')).toEqual([]);
  });

  it('is answered once', async () => {
    const [ana, ben] = [await newPerson(gateway), await newPerson(gateway, 'websocket', 'ben')];
    await connect(ana, ben);

    await expectCallError(ben, 'call_answer', { to: ana.username, answer: ANSWER }, 'CALL_ANSWERED');

    expect(ana.client.heard('call_answered')).toHaveLength(1);
  });

  it.each([
    ['call_user', { offer: OFFER }],
    ['call_user', { to: '', offer: OFFER }],
    ['call_user', { to: 5, offer: OFFER }],
    ['call_user', { to: 'ben' }],
    ['call_user', { to: 'ben', offer: null }],
    ['call_answer', { to: 'ben' }],
    ['ice_candidate', { to: 'ben' }],
    ['end_call', {}],
  ])('has no %s with %j', async (event, payload) => {
    await expectCallError(await newPerson(gateway), event, payload, 'INVALID');
  });

  it.each([
    ['call_user', 'offer'],
    ['call_answer', 'answer'],
    ['ice_candidate', 'candidate'],
  ])('has no %s with 49 KB of %s', async (event, field) => {
    const [ana, ben] = [await newPerson(gateway), await newPerson(gateway, 'websocket', 'ben')];
    if (event !== 'call_user') await ring(ana, ben);
    const [sender, other] = event === 'call_answer' ? [ben, ana] : [ana, ben];

    await expectCallError(sender, event, { to: other.username, [field]: 'x'.repeat(49 * 1024) }, 'TOO_LARGE');
  });
});

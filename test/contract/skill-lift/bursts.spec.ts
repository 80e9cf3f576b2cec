import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startGateway, type Gateway } from '../../support/gateway.js';
import { RawClient } from '../../support/raw-client.js';
import { ROOMY, START_MS } from '../settings.js';
import { connectLearner, enter, newRoom, payloadOf } from './live-session.js';

const MESSAGES = 300;

describe('skill lift: a client over its rate is slowed, not refused', () => {
  let gateway: Gateway;

  beforeAll(async () => {
    gateway = await startGateway({ env: { ...ROOMY, RATE_SEND_PER_SECOND: '100', RATE_SEND_BURST: '50' } });
  }, START_MS);
  afterEach(() => RawClient.closeAll());
  afterAll(() => gateway.stop());

  it('300 messages at once arrive all, in order, and take their time', async () => {
    const ana = await connectLearner(gateway, 'Ana');
    const ben = await connectLearner(gateway, 'Ben');
    const roomId = newRoom();
    await enter(ana, roomId);
    await enter(ben, roomId);
    const started = Date.now();

    for (let number = 1; number <= MESSAGES; number++) {
      ana.client.send({ type: 'chat_message', data: { roomId, message: `number ${number}` } });
    }
    await ben.client.next({ payload: { seq: MESSAGES } }, 15_000);
    const took = Date.now() - started;

    const heard = ben.client.frames.filter((frame) => frame.type === 'chat_message').map(payloadOf);
    expect(heard.map(({ message }) => message)).toEqual(Array.from({ length: MESSAGES }, (_, index) => `number ${index + 1}`));
    expect(heard.map(({ seq }) => seq)).toEqual(Array.from({ length: MESSAGES }, (_, index) => index + 1));
    expect(ana.client.left('error')).toEqual([]);
    // 50 at once, the other 250 at 100 a second.
    expect(took).toBeGreaterThan(1_500);
  }, 20_000);

  it('who is slowed does not slow anybody else', async () => {
    const ana = await connectLearner(gateway, 'Ana');
    const ben = await connectLearner(gateway, 'Ben');
    const roomId = newRoom();
    await enter(ana, roomId);
    await enter(ben, roomId);

    for (let number = 1; number <= MESSAGES; number++) {
      ana.client.send({ type: 'chat_message', data: { roomId, message: `number ${number}` } });
    }
    ben.client.send({ type: 'chat_message', data: { roomId, message: 'may I?' } });

    const { seq } = payloadOf(await ben.client.next({ payload: { message: 'may I?' } }, 1_000));
    expect(seq).toBeLessThan(MESSAGES);
    await ben.client.next({ payload: { seq: MESSAGES + 1 } }, 15_000);
  }, 20_000);
});

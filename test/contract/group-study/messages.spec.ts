import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { aNumber, aSentence, aTime, aUuid, expectFrame } from '../../support/expect-frames.js';
import { borrowGateway, type BorrowedGateway } from '../../support/borrowed-gateway.js';
import type { JsonObject } from '../../support/inbox.js';
import { RawClient } from '../../support/raw-client.js';
import { ROOMY, START_MS } from '../settings.js';
import { createSession, joinSession } from './session.js';

describe('group study: messages', () => {
  let gateway: BorrowedGateway;

  beforeAll(async () => {
    gateway = await borrowGateway(ROOMY);
  }, START_MS);
  afterEach(() => RawClient.closeAll());
  afterAll(() => gateway.giveBack());

  /** What may stand beside the seed's `userName` and `message`. */
  const allowed = (sessionCode: string): JsonObject => ({ sessionCode, id: aUuid, seq: aNumber, timestamp: aTime });

  it('reach every participant, the sender too, once each', async () => {
    const { client: ana, code } = await createSession(gateway, 'Ana');
    const ben = await joinSession(gateway, code, 'Ben');
    const cleo = await joinSession(gateway, code, 'Cleo');

    ben.send({ type: 'message', sessionCode: code, userName: 'Ben', message: 'Great point!' });

    for (const client of [ana, ben, cleo]) {
      const frame = await client.next('message');
      expectFrame(frame, { type: 'message', userName: 'Ben', message: 'Great point!' }, allowed(code));
      await client.silent('message');
    }
  });

  it('are said by the example of the README, also what was typed before it was in', async () => {
    const { client: ana, code } = await createSession(gateway, 'Ana');
    const env = { PATH: process.env.PATH, LYCEUM_URL: gateway.wsUrl };
    const talk = spawn(process.execPath, ['examples/talk.mjs', 'Ben', code], { env, stdio: ['pipe', 'ignore', 'inherit'] });
    const exit = once(talk, 'exit');

    talk.stdin.end('Hello\n');

    expect(await ana.next('message')).toMatchObject({ userName: 'Ben', message: 'Hello' });
    expect(await exit).toEqual([0, null]);
  });

  it('come in the order in which they were sent', async () => {
    const { client: ana, code } = await createSession(gateway, 'Ana');
    const ben = await joinSession(gateway, code, 'Ben');
    const sent = Array.from({ length: 30 }, (_, index) => `number ${index}`);

    for (const message of sent) ben.send({ type: 'message', sessionCode: code, userName: 'Ben', message });

    for (const client of [ana, ben]) {
      for (const message of sent) expect(await client.next('message')).toMatchObject({ message });
    }
  });

  it.each([
    ['markup', '<b>&amp;</b> "quotes" \\ and \n lines'],
    ['a family emoji', '👩‍👩‍👧 مرحبا 你好'],
    ['spaces around', '   indented   '],
    ['names of JavaScript', '__proto__ constructor'],
    ['4,000 characters', 'x'.repeat(4_000)],
  ])('arrive exactly as they were sent: %s', async (_, message) => {
    const { client, code } = await createSession(gateway, 'Ana');

    client.send({ type: 'message', sessionCode: code, userName: 'Ana', message });

    expect((await client.next('message')).message).toBe(message);
  });

  it('show the name of who joined, not the one in the frame', async () => {
    const { client: ana, code } = await createSession(gateway, 'Ana');
    const ben = await joinSession(gateway, code, 'Ben');

    ben.send({ type: 'message', sessionCode: code, userName: 'Ana', message: 'I am Ana' });
    ben.send({ type: 'message', sessionCode: code, message: 'no name at all' });

    expect(await ana.next('message')).toMatchObject({ userName: 'Ben', message: 'I am Ana' });
    expect(await ana.next('message')).toMatchObject({ userName: 'Ben', message: 'no name at all' });
  });

  it('take nothing else of the frame over', async () => {
    const { client, code } = await createSession(gateway, 'Ana');

    const spoofed = { seq: 999, id: 'mine', timestamp: 'yesterday', senderId: 'somebody', history: true, extra: 1 };
    client.send({ ...spoofed, type: 'message', sessionCode: code, userName: 'Ana', message: 'Hello' });

    expectFrame(
      await client.next('message'),
      { type: 'message', userName: 'Ana', message: 'Hello' },
      { ...allowed(code), seq: 1 },
    );
  });

  it('are refused from somebody who has not joined, and reach nobody', async () => {
    const { client: ana, code } = await createSession(gateway, 'Ana');
    const stranger = await RawClient.connect(gateway);

    stranger.send({ type: 'message', sessionCode: code, userName: 'Ana', message: 'let me in' });

    expect(await stranger.next('error')).toEqual({ type: 'error', message: aSentence });
    ana.send({ type: 'message', sessionCode: code, userName: 'Ana', message: 'alone' });
    expect(await ana.next('message')).toMatchObject({ message: 'alone' });
    await stranger.silent('message');
  });

  it('are refused from somebody who has left', async () => {
    const { client: ana, code } = await createSession(gateway, 'Ana');
    const ben = await joinSession(gateway, code, 'Ben');
    ben.send({ type: 'leave', sessionCode: code, userName: 'Ben' });
    await ana.next('user_left');

    ben.send({ type: 'message', sessionCode: code, userName: 'Ben', message: 'one more thing' });

    expect(await ben.next('error')).toEqual({ type: 'error', message: aSentence });
  });

  it('to a code nobody gave out are answered "Session not found"', async () => {
    const client = await RawClient.connect(gateway);

    client.send({ type: 'message', sessionCode: 'ZZZZZZ', userName: 'Ana', message: 'Hello' });

    expect(await client.next('error')).toEqual({ type: 'error', message: 'Session not found' });
  });

  describe('from before', () => {
    it('are not shown to a joiner who did not ask', async () => {
      const { client: ana, code } = await createSession(gateway, 'Ana');
      ana.send({ type: 'message', sessionCode: code, userName: 'Ana', message: 'early' });
      await ana.next('message');

      const ben = await joinSession(gateway, code, 'Ben');
      ana.send({ type: 'message', sessionCode: code, userName: 'Ana', message: 'late' });

      expect(await ben.next('message')).toMatchObject({ message: 'late' });
      await ben.silent('message');
    });

    it('come after joined as history to a joiner who asked, oldest first', async () => {
      const { client: ana, code } = await createSession(gateway, 'Ana');
      for (const message of ['one', 'two', 'three']) {
        ana.send({ type: 'message', sessionCode: code, userName: 'Ana', message });
        await ana.next('message');
      }

      const ben = await joinSession(gateway, code, 'Ben', {}, { history: true });

      for (const message of ['one', 'two', 'three']) {
        const frame = await ben.next('message');
        expectFrame(frame, { type: 'message', userName: 'Ana', message, history: true }, allowed(code));
      }
      expect(ben.frames.map((frame) => frame.type)).toEqual(['joined', 'message', 'message', 'message']);
      await ana.silent({ history: true });
    });

    it('are the last 50 at most', async () => {
      const { client: ana, code } = await createSession(gateway, 'Ana');
      for (let number = 1; number <= 52; number++) {
        ana.send({ type: 'message', sessionCode: code, userName: 'Ana', message: `number ${number}` });
      }
      await ana.next({ type: 'message', message: 'number 52' }, 5_000);

      const ben = await joinSession(gateway, code, 'Ben', {}, { history: true });
      await ben.next({ message: 'number 52' });

      const shown = ben.frames.filter((frame) => frame.type === 'message').map((frame) => frame.message);
      expect(shown).toEqual(Array.from({ length: 50 }, (_, index) => `number ${index + 3}`));
    });
  });
});

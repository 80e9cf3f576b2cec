import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { aCode, aTime, expectFrame } from '../../support/expect-frames.js';
import { borrowGateway, type BorrowedGateway } from '../../support/borrowed-gateway.js';
import { call } from '../../support/http-client.js';
import { RawClient } from '../../support/raw-client.js';
import { ROOMY, START_MS } from '../settings.js';
import { createSession, extras, joinSession } from './session.js';

describe('group study: sessions', () => {
  let gateway: BorrowedGateway;

  beforeAll(async () => {
    gateway = await borrowGateway(ROOMY);
  }, START_MS);
  afterEach(() => RawClient.closeAll());
  afterAll(() => gateway.giveBack());

  describe('create', () => {
    it('answers created with a code, then joined with the creator', async () => {
      const client = await RawClient.connect(gateway);

      client.send({ type: 'create', userName: 'Ana' });

      const created = await client.next('created');
      expect(created).toEqual({ type: 'created', sessionCode: aCode });
      expect(await client.next('joined')).toEqual({ type: 'joined', sessionCode: created.sessionCode, participants: ['Ana'] });
      expect(client.frames.map((frame) => frame.type)).toEqual(['created', 'joined']);
    });

    it('without a name makes the session and joins nobody', async () => {
      const client = await RawClient.connect(gateway);

      client.send({ type: 'create' });
      const { sessionCode } = await client.next('created');
      client.send({ type: 'join', sessionCode, userName: 'Ana' });

      expect(await client.next('joined')).toEqual({ type: 'joined', sessionCode, participants: ['Ana'] });
      expect(client.frames.map((frame) => frame.type)).toEqual(['created', 'joined']);
    });

    it('gives every session a code of its own from the alphabet that nobody misreads', async () => {
      const client = await RawClient.connect(gateway);
      const codes = new Set<unknown>();

      for (let count = 0; count < 20; count++) {
        client.send({ type: 'create' });
        codes.add((await client.next('created')).sessionCode);
      }

      expect([...codes]).toEqual(Array.from({ length: 20 }, () => aCode));
    });
  });

  describe('join', () => {
    it('answers joined with everybody who is there, the joiner included', async () => {
      const { code } = await createSession(gateway, 'Ana');
      const ben = await RawClient.connect(gateway);

      ben.send({ type: 'join', sessionCode: code, userName: 'Ben' });

      const joined = await ben.next('joined');
      expect(joined).toEqual({ type: 'joined', sessionCode: code, participants: expect.any(Array) });
      expect((joined.participants as string[]).toSorted()).toEqual(['Ana', 'Ben']);
      expect(ben.frames).toHaveLength(1);
    });

    it('shows user_joined to the others and not to the joiner', async () => {
      const { client: ana, code } = await createSession(gateway, 'Ana');
      const ben = await joinSession(gateway, code, 'Ben');

      expectFrame(await ana.next('user_joined'), { type: 'user_joined', userName: 'Ben' }, extras(code));
      await ben.silent('user_joined');
      await ana.silent('user_joined');
    });

    it('finds a session whatever the case of its code, and shows the code as it was given out', async () => {
      const { code } = await createSession(gateway, 'Ana');
      const ben = await RawClient.connect(gateway);

      ben.send({ type: 'join', sessionCode: code.toLowerCase(), userName: 'Ben' });

      expect(await ben.next('joined')).toMatchObject({ sessionCode: code });
    });

    it.each(['ZZZZZZ', 'ABC123', 'no such code', '______'])('answers "Session not found" to the code %j', async (code) => {
      const client = await RawClient.connect(gateway);

      client.send({ type: 'join', sessionCode: code, userName: 'Ana' });

      expect(await client.next('error')).toEqual({ type: 'error', message: 'Session not found' });
    });

    it('lets one connection be in several sessions, under a name for each', async () => {
      const first = await createSession(gateway, 'Ana');
      const second = await createSession(gateway, 'Bea');
      const both = await joinSession(gateway, first.code, 'Cleo');
      both.send({ type: 'join', sessionCode: second.code, userName: 'Dora' });
      await both.next({ type: 'joined', sessionCode: second.code });

      both.send({ type: 'message', sessionCode: first.code, userName: 'Cleo', message: 'to the first' });
      both.send({ type: 'message', sessionCode: second.code, userName: 'Dora', message: 'to the second' });

      expect(await first.client.next('message')).toMatchObject({ userName: 'Cleo', message: 'to the first' });
      expect(await second.client.next('message')).toMatchObject({ userName: 'Dora', message: 'to the second' });
      await both.next({ type: 'message', message: 'to the first' });
      await both.next({ type: 'message', message: 'to the second' });
      await first.client.silent('message');
      await second.client.silent('message');
    });
  });

  describe('leave', () => {
    it('shows user_left to the others at once, and nothing more of the session to who left', async () => {
      const { client: ana, code } = await createSession(gateway, 'Ana');
      const ben = await joinSession(gateway, code, 'Ben');

      ben.send({ type: 'leave', sessionCode: code, userName: 'Ben' });

      expectFrame(await ana.next('user_left', 400), { type: 'user_left', userName: 'Ben' }, extras(code));
      ana.send({ type: 'message', sessionCode: code, userName: 'Ana', message: 'gone?' });
      await ana.next('message');
      await ben.silent('message');
    });

    it('leaves the other sessions of the connection alone', async () => {
      const first = await createSession(gateway, 'Ana');
      const second = await createSession(gateway, 'Bea');
      const both = await joinSession(gateway, first.code, 'Cleo');
      both.send({ type: 'join', sessionCode: second.code, userName: 'Cleo' });
      await both.next({ type: 'joined', sessionCode: second.code });

      both.send({ type: 'leave', sessionCode: first.code, userName: 'Cleo' });
      await first.client.next('user_left');
      second.client.send({ type: 'message', sessionCode: second.code, userName: 'Bea', message: 'still here' });

      expect(await both.next('message')).toMatchObject({ userName: 'Bea', message: 'still here' });
      await second.client.silent('user_left');
    });

    it('goes by the name this connection joined with, not by the one in the frame', async () => {
      const { client: ana, code } = await createSession(gateway, 'Ana');
      const ben = await joinSession(gateway, code, 'Ben');
      const cleo = await joinSession(gateway, code, 'Cleo');

      ben.send({ type: 'leave', sessionCode: code, userName: 'Cleo' });

      expect(await ana.next('user_left')).toMatchObject({ userName: 'Ben' });
      cleo.send({ type: 'message', sessionCode: code, userName: 'Cleo', message: 'not me' });
      expect(await ana.next('message')).toMatchObject({ userName: 'Cleo', message: 'not me' });
    });

    it('frees the name', async () => {
      const { client: ana, code } = await createSession(gateway, 'Ana');
      const ben = await joinSession(gateway, code, 'Ben');
      ben.send({ type: 'leave', sessionCode: code, userName: 'Ben' });
      await ana.next('user_left');

      await joinSession(gateway, code, 'Ben');

      expect(await ana.next({ type: 'user_joined', userName: 'Ben' })).toBeDefined();
    });
  });

  describe('over HTTP', () => {
    it('POST /api/sessions makes a session without a login', async () => {
      const { status, body } = await call(gateway, 'POST', '/api/sessions');

      expect(status).toBe(201);
      expect(body).toEqual({ sessionCode: aCode, expiresAt: aTime });
      expect(Date.parse(body.expiresAt as string)).toBeGreaterThan(Date.now());
      const client = await joinSession(gateway, body.sessionCode as string, 'Ana');
      expect(client.frames[0]).toEqual({ type: 'joined', sessionCode: body.sessionCode, participants: ['Ana'] });
    });

    it('GET /api/sessions/:code shows who is there, whatever the case of the code', async () => {
      const { code } = await createSession(gateway, 'Ana');
      await joinSession(gateway, code, 'Ben');

      const { status, body } = await call(gateway, 'GET', `/api/sessions/${code.toLowerCase()}`);

      expect(status).toBe(200);
      expect(body).toEqual({ sessionCode: code, participants: expect.any(Array), createdAt: aTime, expiresAt: aTime });
      expect((body.participants as string[]).toSorted()).toEqual(['Ana', 'Ben']);
    });

    it('GET /api/sessions/:code answers 404 where there is none', async () => {
      const { status, body } = await call(gateway, 'GET', '/api/sessions/ZZZZZZ');

      expect(status).toBe(404);
      expectFrame(body, { statusCode: 404, code: 'ROOM_NOT_FOUND', message: 'Session not found' }, { retryable: false });
    });
  });

  describe('the address', () => {
    it.each(['/', '/ws', '/ws/', '/ws/anything', '/ws/below/that?room=1', '/?anything=else'])('accepts %s', async (path) => {
      const client = await RawClient.connect(gateway, path);

      client.send({ type: 'create', userName: 'Ana' });

      expect(await client.next('joined')).toMatchObject({ participants: ['Ana'] });
    });

    it.each(['/other', '/wsx', '/api/sessions', '/health', '/ws.html'])('refuses an upgrade on %s with 404', async (path) => {
      expect(await RawClient.refusal(gateway, path)).toBe(404);
    });
  });
});

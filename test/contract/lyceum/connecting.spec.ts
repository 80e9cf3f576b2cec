import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { register } from '../../support/accounts.js';
import { aNumber, aSentence, aString, aTime, dataOf, expectRefusal } from '../../support/expect-frames.js';
import { startGateway, type Gateway } from '../../support/gateway.js';
import { RawClient } from '../../support/raw-client.js';
import { SocketClient, type ConnectError } from '../../support/socket-client.js';
import { appToken, badTokens, newId, secondsFromNow } from '../../support/tokens.js';
import { ROOMY, START_MS } from '../settings.js';
import { closeAll, connectLyceum, WAYS } from './lyceum-client.js';
import { newPerson, refOf, roomOf, userShape } from './shapes.js';

const AUTH_TIMEOUT_MS = 700;

describe('lyceum: connecting', () => {
  let gateway: Gateway;

  beforeAll(async () => {
    gateway = await startGateway({ env: { ...ROOMY, AUTH_TIMEOUT_MS: String(AUTH_TIMEOUT_MS) } });
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.stop());

  it('no more than 20 connections of one person are let in, however many come at once', async () => {
    const token = appToken({ sub: newId('crowd') });
    const comings = Array.from({ length: 40 }, () => SocketClient.connect(gateway, { auth: { token, dialect: 'lyceum' } }));
    const outcomes = await Promise.allSettled(comings);

    const refused = outcomes.filter((outcome) => outcome.status === 'rejected').map(({ reason }) => reason as ConnectError);
    expect(refused.map(({ data }) => data?.code)).toEqual(Array.from({ length: 20 }, () => 'TOO_MANY_CONNECTIONS'));
  });

  describe.each(WAYS)('by %s', (way) => {
    it('hello comes first and tells who one is and what the limits are', async () => {
      const account = await register(gateway);

      const { hello } = await connectLyceum(gateway, way, account.token);

      expect(hello).toEqual({
        user: userShape(account),
        connectionId: aString,
        serverTime: aTime,
        protocol: 1,
        limits: {
          frameBytes: 65_536,
          jsonDepth: 16,
          commandsPerSecond: 100,
          sendPerSecond: 20,
          sendBurst: 60,
          joinPerSecond: aNumber,
          typingPerSecond: 1,
          createPerHour: aNumber,
          helpPerHour: aNumber,
          readPerSecond: 50,
          searchPerSecond: 5,
          managePerSecond: 10,
          callPerMinute: 10,
          signalPerSecond: 100,
          joinedRooms: 200,
          connectionsPerUser: 20,
          outboundBytes: 1_048_576,
          outboundPackets: 1_000,
          pingIntervalMs: 15_000,
          pingTimeoutMs: 10_000,
          textCharacters: 4_000,
          textBytes: 16_384,
          metadataBytes: 8_192,
          fileBytes: 26_214_400,
          uploadPerMinute: 60,
        },
        features: expect.any(Array),
        resume: { rooms: [] },
      });
    });

    it('hello names the rooms one is a member of, and joins none of them', async () => {
      const ana = await newPerson(gateway, way);
      const ben = await newPerson(gateway, way);
      const room = await roomOf(ana, ben);
      dataOf(await ben.client.request('chat:send', { room: { id: room.id }, text: 'first' }));

      const again = await connectLyceum(gateway, way, ana.token);
      dataOf(await ben.client.request('chat:send', { room: { id: room.id }, text: 'second' }));
      await ana.client.fact('chat:message', { text: 'second' });
      await again.settled();

      expect(again.hello.resume).toEqual({ rooms: [{ room: refOf(room), lastSeq: 1 }] });
      expect(again.heard('chat:message')).toEqual([]);
    });

    it('auth:me tells the account', async () => {
      const ana = await newPerson(gateway, way);

      expect(await ana.client.request('auth:me')).toEqual({ ok: true, data: { ...userShape(ana), email: null } });
    });

    it('60 s before its end a token is announced to expire; auth:refresh with a new one extends it', async () => {
      const id = newId('ana');
      const exp = secondsFromNow(62);
      const client = await connectLyceum(gateway, way, appToken({ id, name: 'Ana', exp }, { expiresIn: null }));

      expect(await client.fact('auth:expiring', {}, 5_000)).toEqual({ expiresAt: new Date(exp * 1_000).toISOString() });

      const later = secondsFromNow(3_600);
      const token = appToken({ id, name: 'Ana', exp: later }, { expiresIn: null });
      expect(await client.request('auth:refresh', { token })).toEqual({
        ok: true,
        data: { expiresAt: new Date(later * 1_000).toISOString() },
      });
      expect(client.heard('auth:expiring')).toHaveLength(1);
    });

    it('auth:refresh with another person’s token is refused, and one stays who one is', async () => {
      const ana = await newPerson(gateway, way);
      const ben = await register(gateway);

      const answer = await ana.client.request('auth:refresh', { token: ben.token });

      expectRefusal(answer, 'IDENTITY_CONFLICT');
      expect(dataOf(await ana.client.request('auth:me')).id).toBe(ana.id);
    });

    it('auth:refresh with a bad token is refused, and the connection goes on', async () => {
      const ana = await newPerson(gateway, way);

      expectRefusal(await ana.client.request('auth:refresh', { token: 'not.a.token' }), 'UNAUTHENTICATED');
      expectRefusal(await ana.client.request('auth:refresh', {}), 'INVALID', { field: 'token' });
      expect(dataOf(await ana.client.request('auth:me')).id).toBe(ana.id);
    });
  });

  describe('Socket.IO', () => {
    it.each(['websocket', 'polling'] as const)('is really carried by %s', async (transport) => {
      const { token } = await register(gateway);

      const client = await SocketClient.connect(gateway, { auth: { token, dialect: 'lyceum' }, transport });
      await client.next('hello');

      expect(client.transport).toBe(transport);
    });

    it('the dialect may stand in the query', async () => {
      const { token } = await register(gateway);

      const client = await SocketClient.connect(gateway, { auth: { token }, query: { dialect: 'lyceum' } });

      expect(await client.next('hello')).toMatchObject({ protocol: 1 });
    });

    const bad = badTokens({ id: newId('mallory'), name: 'Mallory' });
    it.each(Object.entries(bad))('%s is refused with a readable connect_error', async (_, token) => {
      const error = await SocketClient.connectError(gateway, { auth: { token, dialect: 'lyceum' } });

      expect(error.message).toEqual(aSentence);
      expect(error.data).toMatchObject({ code: 'UNAUTHENTICATED' });
    });

    it('no token at all is refused', async () => {
      const error = await SocketClient.connectError(gateway, { auth: { dialect: 'lyceum' } });

      expect(error.data).toMatchObject({ code: 'UNAUTHENTICATED' });
    });

    it('an expired token is refused as expired', async () => {
      const token = appToken({ id: newId('ana') }, { expiresIn: -3_600 });
      const error = await SocketClient.connectError(gateway, { auth: { token, dialect: 'lyceum' } });

      expect(error.data).toMatchObject({ code: 'TOKEN_EXPIRED' });
    });

    it.each([[42], [null], [{ a: 1 }], [['a']]])('a token that is %j is refused', async (token) => {
      const error = await SocketClient.connectError(gateway, { auth: { token, dialect: 'lyceum' } });

      expect(error.data).toMatchObject({ code: expect.stringMatching(/^(UNAUTHENTICATED|INVALID)$/) });
    });
  });

  describe('raw', () => {
    it('the subprotocol is agreed on', async () => {
      const { token } = await register(gateway);

      const client = await RawClient.connect(gateway, `/ws?token=${token}`, { protocols: ['lyceum.v1'] });

      expect(client.protocol).toBe('lyceum.v1');
      expect(await client.next('hello')).toEqual({ type: 'hello', data: expect.any(Object) });
    });

    it('?dialect=lyceum does the same', async () => {
      const { token } = await register(gateway);

      const client = await RawClient.connect(gateway, `/?dialect=lyceum&token=${token}`);

      expect((await client.next('hello')).data).toMatchObject({ protocol: 1 });
    });

    it.each([
      ['the subprotocol', '/', ['lyceum.v1']],
      ['?dialect=lyceum', '/?dialect=lyceum', []],
    ])('with %s the token may come in the first frame', async (_, path, protocols) => {
      const account = await register(gateway);
      const client = await RawClient.connect(gateway, path, { protocols });

      client.send({ type: 'auth', data: { token: account.token } });

      expect((await client.next('hello')).data).toMatchObject({ user: userShape(account) });
      expect(await client.request('auth:me', {})).toMatchObject({ ok: true });
    });

    it('a first frame with a bad token is told so and closed with 4401', async () => {
      const client = await RawClient.connect(gateway, '/', { protocols: ['lyceum.v1'] });

      client.send({ type: 'auth', data: { token: 'not.a.token' } });

      expect(await client.next('error')).toMatchObject({ type: 'error', data: { code: 'UNAUTHENTICATED', message: aSentence } });
      expect(await client.closed).toMatchObject({ code: 4401 });
    });

    it('a bad token in the query is told so and closed with 4401', async () => {
      const client = await RawClient.connect(gateway, '/?dialect=lyceum&token=not.a.token');

      expect(await client.next('error')).toMatchObject({ type: 'error', data: { code: 'UNAUTHENTICATED', message: aSentence } });
      expect(await client.closed).toMatchObject({ code: 4401 });
    });

    it('a socket that says nothing is closed when its time to authenticate is over', async () => {
      const connected = Date.now();
      const client = await RawClient.connect(gateway, '/', { protocols: ['lyceum.v1'] });

      expect(await client.closed).toMatchObject({ code: 4401 });
      expect(Date.now() - connected).toBeGreaterThanOrEqual(AUTH_TIMEOUT_MS - 50);
    });

    it('nothing but auth is heard before it', async () => {
      const client = await RawClient.connect(gateway, '/', { protocols: ['lyceum.v1'] });

      client.send({ type: 'rooms:create', id: 1, data: {} });

      expect(await client.closed).toMatchObject({ code: 4401 });
      expect(client.frames.filter((frame) => frame.ok === true || frame.type === 'hello')).toEqual([]);
    });
  });
});

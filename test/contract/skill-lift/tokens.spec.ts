import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { register } from '../../support/accounts.js';
import { aSentence, aString } from '../../support/expect-frames.js';
import { borrowGateway, type BorrowedGateway } from '../../support/borrowed-gateway.js';
import type { JsonObject } from '../../support/inbox.js';
import { RawClient } from '../../support/raw-client.js';
import { appToken, badTokens, newId } from '../../support/tokens.js';
import { ROOMY, START_MS } from '../settings.js';
import { connectWith, payloadOf } from './live-session.js';

describe('skill lift: tokens of the app’s own backend', () => {
  let gateway: BorrowedGateway;

  beforeAll(async () => {
    gateway = await borrowGateway(ROOMY);
  }, START_MS);
  afterEach(() => RawClient.closeAll());
  afterAll(() => gateway.giveBack());

  /** Who the gateway takes the bearer for, as the dialect shows it. */
  async function shown(claims: JsonObject): Promise<JsonObject> {
    const client = await connectWith(gateway, appToken(claims));
    return payloadOf(await client.next('connected'));
  }

  /** The same in the canonical protocol, which shows the role too. */
  async function known(claims: JsonObject): Promise<JsonObject> {
    const client = await RawClient.connect(gateway, `/?dialect=lyceum&token=${appToken(claims)}`);
    return ((await client.next('hello')).data as JsonObject).user as JsonObject;
  }

  async function expectRefused(token: string, code: string): Promise<void> {
    const client = await connectWith(gateway, token);
    expect(await client.next('error')).toEqual({ type: 'error', payload: { code, message: aSentence } });
    expect(await client.closed).toMatchObject({ code: 4401 });
    expect(client.frames).toHaveLength(1);
  }

  describe('a token that is not good is told so, and the socket closed with 4401', () => {
    it.each(Object.entries(badTokens({ id: newId('mallory'), name: 'Mallory' })))('%s', async (_, token) => {
      await expectRefused(token, 'UNAUTHENTICATED');
    });

    it('an expired token', async () => {
      await expectRefused(appToken({ id: newId('ana') }, { expiresIn: -3_600 }), 'TOKEN_EXPIRED');
    });

    it('a refused client can’t do anything before it is closed', async () => {
      const client = await connectWith(gateway, 'not.a.token');

      client.send({ type: 'join_room', data: { roomId: newId('session') } });
      await client.closed;

      expect(client.frames.map((frame) => frame.type)).toEqual(['error']);
    });
  });

  it.each(['sub', 'id', 'userId', '_id'])('the id may stand in %s', async (claim) => {
    const id = newId('ana');

    expect(await shown({ [claim]: id, name: 'Ana' })).toEqual({ userId: id, userName: 'Ana', connectionId: aString });
  });

  it('sub comes before id, id before userId, userId before _id', async () => {
    const [sub, id, userId, _id] = [newId('sub'), newId('id'), newId('user'), newId('mongo')];

    expect(await shown({ _id, userId, id, sub })).toMatchObject({ userId: sub });
    expect(await shown({ _id, userId, id })).toMatchObject({ userId: id });
    expect(await shown({ _id, userId })).toMatchObject({ userId });
  });

  it('the name may stand in name or in username, else it is the id', async () => {
    const id = newId('ana');

    expect(await shown({ id: newId('ana'), name: 'Ana Lang' })).toMatchObject({ userName: 'Ana Lang' });
    expect(await shown({ id: newId('ana'), username: 'analang' })).toMatchObject({ userName: 'analang' });
    expect(await shown({ id })).toMatchObject({ userName: id });
  });

  it.each([
    ['mentor', 'mentor'],
    ['tutor', 'mentor'],
    ['teacher', 'mentor'],
    ['instructor', 'mentor'],
    ['student', 'student'],
    ['learner', 'student'],
    ['anything', 'student'],
    ['admin', 'student'],
    [undefined, 'student'],
    [['mentor'], 'student'],
  ])('the role %j is %s here', async (role, expected) => {
    expect(await known({ id: newId('ana'), name: 'Ana', role })).toMatchObject({ role: expected });
  });

  it('once a person is known, our own record of their role wins', async () => {
    const id = newId('ana');
    await known({ id, name: 'Ana', role: 'student' });

    expect(await known({ id, name: 'Ana', role: 'mentor' })).toMatchObject({ id, role: 'student' });
  });

  it('a person from an app is no guest', async () => {
    const id = newId('ana');

    expect(await known({ id, name: 'Ana' })).toMatchObject({ id, name: 'Ana', guest: false });
  });

  describe('issuers don’t mix', () => {
    it('an app’s token with the id of somebody who is registered here is refused', async () => {
      const { id } = await register(gateway);

      await expectRefused(appToken({ sub: id, name: 'Impostor' }), 'IDENTITY_CONFLICT');
    });

    it('an app’s id that looks like a guest’s is refused', async () => {
      await expectRefused(appToken({ sub: 'guest:ana', name: 'Impostor' }), 'IDENTITY_CONFLICT');
    });

    it('our own tokens are as good', async () => {
      const { id, username, token } = await register(gateway);
      const client = await connectWith(gateway, token);

      expect(payloadOf(await client.next('connected'))).toEqual({ userId: id, userName: username, connectionId: aString });
    });
  });
});

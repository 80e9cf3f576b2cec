import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { register } from '../../support/accounts.js';
import { aSentence, dataOf } from '../../support/expect-frames.js';
import { startGateway, type Gateway } from '../../support/gateway.js';
import { SocketClient } from '../../support/socket-client.js';
import { appToken, badTokens, newId } from '../../support/tokens.js';
import { ROOMY, START_MS } from '../settings.js';
import { connectApp, connectGuest, connectUser, expectWhole } from './flutter-app.js';

const refused = (gateway: Gateway, auth: object, headers: Record<string, string> = {}) =>
  SocketClient.connectError(gateway, { auth: auth as Record<string, unknown>, headers, transport: 'websocket' });

describe('the Flutter app connects', () => {
  let gateway: Gateway;

  beforeAll(async () => {
    gateway = await startGateway({ env: ROOMY });
  }, START_MS);
  afterEach(() => {
    SocketClient.closeAll();
  });
  afterAll(() => gateway.stop());

  it.each(['auth', 'headers'] as const)('and is known by its %s alone', async (by) => {
    const student = await connectGuest(gateway, 'student', { by });
    student.send('ping', { timestamp: '2026-11-21T16:00:00.000Z' });
    expect(await student.client.next('pong')).toMatchObject({ timestamp: '2026-11-21T16:00:00.000Z' });
    expectWhole(student);
  });

  it('as who the token says, with the role that our own record has', async () => {
    const userId = newId('mentor');
    const tutor = await connectApp(gateway, 'mentor', { userId, token: appToken({ id: userId, name: 'Mia', role: 'tutor' }) });
    const student = await connectUser(gateway, 'student');
    tutor.send('send_message', { content: 'Hello' }, student.userId);
    expect(await student.client.next('message_received')).toMatchObject({ senderId: userId, senderName: 'Mia' });
  });

  it('with a token of ours', async () => {
    const { id, token } = await register(gateway);
    const app = await connectApp(gateway, 'student', { userId: id, token });
    dataOf(await app.request('join_session', { sessionId: newId('session') }));
  });

  it.each([
    ['another id', { userId: 'somebody-else', userRole: 'student' }],
    ['another role', { userRole: 'mentor' }],
    ['another role in other words', { userRole: 'Tutor' }],
  ])('not with a token and %s', async (_what, claim) => {
    const userId = newId('student');
    const error = await refused(gateway, { userId, ...claim, token: appToken({ id: userId, role: 'learner' }) });
    expect(error).toMatchObject({ message: aSentence, data: { code: 'IDENTITY_CONFLICT' } });
  });

  it('not with a role in its headers that the token does not bear out', async () => {
    const userId = newId('student');
    const error = await refused(gateway, { token: appToken({ id: userId }) }, { 'user-id': userId, 'user-role': 'mentor' });
    expect(error.data?.code).toBe('IDENTITY_CONFLICT');
  });

  it.each(Object.keys(badTokens({})).filter((what) => what !== 'an empty token'))('not with %s', async (what) => {
    const userId = newId('student');
    const error = await refused(gateway, { userId, userRole: 'student', token: badTokens({ id: userId })[what] });
    expect(error.data?.code).toBe('UNAUTHENTICATED');
  });

  it('as a guest where its token is empty', async () => {
    const student = await connectApp(gateway, 'student', { userId: newId('student'), token: '' });
    dataOf(await student.request('join_session', { sessionId: newId('session') }));
  });

  it('not as a guest with the id, or the name, of somebody who has an account', async () => {
    const { id, username } = await register(gateway);
    for (const userId of [id, username, username.toUpperCase()]) {
      const error = await refused(gateway, { userId, userRole: 'student' });
      expect(error).toMatchObject({ message: aSentence, data: { code: 'IDENTITY_CONFLICT' } });
    }
  });

  it.each([
    ['', 'UNAUTHENTICATED'],
    ['guest:somebody', 'INVALID'],
    ['x'.repeat(65), 'INVALID'],
    ['\u200b', 'INVALID'],
    ['nul\0', 'INVALID'],
    ['System', 'INVALID'],
    ['0192f5a0-0000-8000-8000-000000000000', 'INVALID'],
  ])('not as the guest %j', async (userId, code) => {
    expect((await refused(gateway, { userId, userRole: 'student' })).data?.code).toBe(code);
  });

  it('and an event that there is not is answered with an error', async () => {
    const student = await connectGuest(gateway, 'student');
    student.send('no_such_event', {});
    expect(await student.client.next('error')).toMatchObject({
      code: 'UNKNOWN_EVENT',
      message: aSentence,
      event: 'no_such_event',
    });
    expectWhole(student);
  });
});

describe('where guests are not allowed', () => {
  let gateway: Gateway;

  beforeAll(async () => {
    gateway = await startGateway({ env: { ...ROOMY, GUEST_ACCESS: 'deny' } });
  }, START_MS);
  afterAll(() => gateway.stop());

  it('the app is refused without a token, and let in with one', async () => {
    const error = await refused(gateway, { userId: newId('mentor'), userRole: 'mentor' });
    expect(error).toMatchObject({ message: aSentence, data: { code: 'GUESTS_NOT_ALLOWED' } });
    const student = await connectUser(gateway, 'student');
    expect(student.client.transport).toBe('websocket');
    student.client.close();
  });
});

import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { register, type TestAccount } from '../../../support/accounts.js';
import { aString, aTime, aUuid, dataOf } from '../../../support/expect-frames.js';
import { startGateway, type Gateway } from '../../../support/gateway.js';
import { call as request, type HttpAnswer } from '../../../support/http-client.js';
import type { JsonObject } from '../../../support/inbox.js';
import { PushService, type Browser, type Pushed } from '../../../support/push/push-service.js';
import { SocketClient } from '../../../support/socket-client.js';
import { eventually } from '../../../support/wait.js';
import { START_MS } from '../../settings.js';
import { ANSWER, currentOf, end, OFFER, ring, signal } from '../calls/calling.js';
import { closeAll, connectLyceum, type LyceumClient } from '../lyceum-client.js';
import { newPerson, userShape, type Person } from '../shapes.js';
import { PUSHING, subscribed, subscriptionsOf } from './pushing.js';

/** Somebody without a connection, whom a push can reach. */
interface Away extends TestAccount {
  browser: Browser;
}

const GRACE_SECONDS = 4;
const SUBJECT = 'https://school.example/contact';
const UNAUTHENTICATED = { statusCode: 401, code: 'UNAUTHENTICATED' };

describe('lyceum: calls by push', () => {
  let gateway: Gateway;
  let service: PushService;

  beforeAll(async () => {
    service = await PushService.start();
    gateway = await startGateway({ env: { ...PUSHING, CALL_GRACE_SECONDS: String(GRACE_SECONDS), VAPID_SUBJECT: SUBJECT } });
  }, START_MS);
  afterEach(closeAll);
  afterAll(async () => {
    await gateway.stop();
    await service.stop();
  });

  async function newAway(stem: string): Promise<Away> {
    const account = await register(gateway, stem);
    const browser = service.newBrowser();
    await subscribed(gateway, account.token, browser);
    return { ...account, browser };
  }

  /** Calls somebody who is away; gives the call and the data of the push that rings for them. */
  async function ringAway(
    caller: Person,
    { id, browser }: Away,
    more: JsonObject = {},
  ): Promise<{ call: JsonObject; data: JsonObject }> {
    const call = await ring(caller, { id }, more);
    expect(call).toMatchObject({ state: 'ringing' });
    const { message } = await browser.next({ kind: 'call', data: { callId: call.id } });
    return { call, data: message.data as JsonObject };
  }

  /** A page that shows messages between people, and knows of no calls. */
  const openPage = ({ token }: TestAccount): Promise<SocketClient> =>
    SocketClient.connect(gateway, { auth: { token, dialect: 'direct-messages' } });
  const connect = ({ token }: TestAccount): Promise<LyceumClient> => connectLyceum(gateway, 'websocket', token);
  const acceptBy = (data: JsonObject): Promise<HttpAnswer> => answerBy(data.acceptUrl as string, data.token);
  const rejectBy = (data: JsonObject): Promise<HttpAnswer> => answerBy(data.rejectUrl as string, data.token);
  const answerBy = (path: string, token: unknown): Promise<HttpAnswer> => request(gateway, 'POST', path, { body: { token } });

  it('ring for who is away, in words that their browser alone can read', async () => {
    const ana = await newPerson(gateway, 'websocket', 'ana');
    const ben = await newAway('ben');
    const { body } = await request(gateway, 'GET', '/api/push/vapid-public-key');
    const call = await ring(ana, ben);

    const pushed: Pushed = await ben.browser.next({ kind: 'call' });

    expect(pushed.message).toEqual({
      id: aUuid,
      kind: 'call',
      title: `${ana.username} is calling`,
      body: 'Video call',
      tag: `call:${call.id as string}`,
      data: {
        callId: call.id,
        from: { id: ana.id, name: ana.username, avatarUrl: null },
        kind: 'video',
        token: aString,
        acceptUrl: `/api/calls/${call.id as string}/accept`,
        rejectUrl: `/api/calls/${call.id as string}/reject`,
        expiresAt: aTime,
      },
    });
    const { ttl, urgency, topic, ...headers } = pushed.headers;
    expect([urgency, topic]).toEqual(['high', expect.stringMatching(/^[\w-]{32}$/)]);
    expect(Number(ttl)).toBeGreaterThan(0);
    expect(Number(ttl)).toBeLessThanOrEqual(30);
    expect(headers).toMatchObject({ 'content-encoding': 'aes128gcm', 'content-type': 'application/octet-stream' });
    const { key, claims } = pushed.vapid;
    expect([key, claims]).toEqual([body.publicKey, { aud: service.origin, sub: SUBJECT, exp: expect.any(Number) }]);
    expect((claims.exp ?? 0) - Date.now() / 1_000).toBeLessThanOrEqual(24 * 3_600);
    await end(ana, call);
    // Used: the device is listed with the time of it.
    await eventually(async () => {
      expect(await subscriptionsOf(gateway, ben.token)).toEqual([expect.objectContaining({ lastUsedAt: aTime })]);
    });
  });

  it('are accepted by the token, and go on with the connection that comes then', async () => {
    const ana = await newPerson(gateway, 'websocket', 'ana');
    const ben = await newAway('ben');
    const { call, data } = await ringAway(ana, ben);
    dataOf(await signal(ana, call, 'candidate', { n: 1 }));

    const { status, body } = await acceptBy(data);

    expect([status, body]).toEqual([200, expect.objectContaining({ id: call.id, state: 'connecting', acceptedAt: aTime })]);
    expect(body).not.toHaveProperty('offer');
    const accepted = await ana.client.fact('calls:accepted');
    expect(accepted).toMatchObject({ call: { id: call.id }, by: userShape(ben), answer: null, metadata: null });
    dataOf(await signal(ana, call, 'candidate', { n: 2 }));

    const client = await connect(ben);
    expect(await ana.client.fact('calls:peer-returned')).toEqual({ callId: call.id, user: userShape(ben) });
    await client.fact('calls:signal', { data: { n: 2 } });
    expect(client.heard('calls:signal')).toEqual([
      { callId: call.id, from: userShape(ana), type: 'offer', data: OFFER },
      { callId: call.id, from: userShape(ana), type: 'candidate', data: { n: 1 } },
      { callId: call.id, from: userShape(ana), type: 'candidate', data: { n: 2 } },
    ]);
    expect(client.heard('calls:incoming')).toEqual([]);
    dataOf(await signal({ client }, call, 'answer', ANSWER));
    await ana.client.fact('calls:signal', { type: 'answer', data: ANSWER });
    expect(await currentOf({ client })).toMatchObject([{ id: call.id, state: 'active' }]);
    // What was answered is taken away, on this device too.
    const { message } = await ben.browser.next({ kind: 'call', data: { callId: call.id, withdrawn: true } });
    expect(message).toMatchObject({ title: '', body: '', tag: `call:${call.id as string}` });
  });

  it('are accepted by the token while the app has connected already: it goes on there, and the other device is silent', async () => {
    const ana = await newPerson(gateway, 'websocket', 'ana');
    const ben = await newAway('ben');
    const { call, data } = await ringAway(ana, ben);
    const tablet = await connect(ben);
    await tablet.fact('calls:incoming', { call: { id: call.id } });
    const phone = await connect(ben);
    await phone.fact('calls:incoming', { call: { id: call.id } });

    expect((await acceptBy(data)).status).toBe(200);

    expect(await phone.fact('calls:signal')).toMatchObject({ type: 'offer', data: OFFER });
    expect(await tablet.fact('calls:ended')).toMatchObject({ callId: call.id, endReason: 'answered_elsewhere' });
    expect(phone.heard('calls:ended')).toEqual([]);
    dataOf(await signal({ client: phone }, call, 'answer', ANSWER));
    await ana.client.fact('calls:signal', { type: 'answer' });
    expect(await signal({ client: tablet }, call, 'answer', ANSWER)).toMatchObject({ error: { code: 'FORBIDDEN' } });
  });

  it('ring by a push where what is connected can’t ring, and go on with the app, not with what can’t take part', async () => {
    const ana = await newPerson(gateway, 'websocket', 'ana');
    const ben = await newAway('ben');
    const page = await openPage(ben);
    const { call, data } = await ringAway(ana, ben);
    const reloaded = await openPage(ben);

    expect((await acceptBy(data)).status).toBe(200);
    await page.request('contract:settled', {});
    await reloaded.request('contract:settled', {});
    const client = await connect(ben);

    expect(await client.fact('calls:signal')).toMatchObject({ type: 'offer', data: OFFER });
    dataOf(await signal({ client }, call, 'answer', ANSWER));
    await ana.client.fact('calls:signal', { type: 'answer', data: ANSWER });
    await end(ana, call);
  });

  it('find nobody where the person wants no pushes of calls, or none now', async () => {
    const ana = await newPerson(gateway, 'websocket', 'ana');
    const ben = await newAway('ben');
    const choose = (body: JsonObject) => request(gateway, 'PUT', '/api/notifications/preferences', { token: ben.token, body });
    await choose({ kinds: { call: { push: false } } });
    expect(await ring(ana, ben)).toMatchObject({ state: 'ended', endReason: 'unreachable' });
    // All day but for one minute, which is hours away.
    const hour = String((new Date().getUTCHours() + 12) % 24).padStart(2, '0');
    await choose({ quietHours: { from: `${hour}:01`, to: `${hour}:00`, timeZone: 'UTC' } });
    expect(await ring(ana, ben)).toMatchObject({ state: 'ended', endReason: 'unreachable' });

    await choose({});
    const { call } = await ringAway(ana, ben);
    await end(ana, call);
  });

  it('are rejected by the token', async () => {
    const ana = await newPerson(gateway, 'websocket', 'ana');
    const ben = await newAway('ben');
    const { call, data } = await ringAway(ana, ben);

    const { status, body } = await rejectBy(data);

    expect([status, body]).toEqual([200, expect.objectContaining({ id: call.id, state: 'ended', endReason: 'declined' })]);
    expect(await ana.client.fact('calls:rejected')).toMatchObject({ call: { id: call.id }, by: { id: ben.id }, reason: null });
    expect((await acceptBy(data)).body).toMatchObject({ statusCode: 410, code: 'CALL_ENDED' });
  });

  it('that nobody comes to after accepting are lost when the grace is over', async () => {
    const ana = await newPerson(gateway, 'websocket', 'ana');
    const ben = await newAway('ben');
    const { call, data } = await ringAway(ana, ben);
    await acceptBy(data);

    const ended = await ana.client.fact('calls:ended', {}, GRACE_SECONDS * 1_000 + 8_000);

    expect(ended).toMatchObject({ callId: call.id, endReason: 'connection_lost' });
  });

  it('are accepted once: of two devices at the same time one wins', async () => {
    const ana = await newPerson(gateway, 'websocket', 'ana');
    const ben = await newAway('ben');
    const laptop = service.newBrowser();
    await subscribed(gateway, ben.token, laptop);
    const { call, data } = await ringAway(ana, ben);
    const { message } = await laptop.next({ kind: 'call', data: { callId: call.id } });

    const answers = await Promise.all([acceptBy(data), acceptBy(message.data as JsonObject)]);

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({ code: 'CALL_ANSWERED' });
    expect((await acceptBy(data)).body).toMatchObject({ statusCode: 409, code: 'CALL_ANSWERED' });
  });

  it('are not answered by another’s token, a changed one, or none', async () => {
    const ana = await newPerson(gateway, 'websocket', 'ana');
    const eve = await newPerson(gateway, 'websocket', 'eve');
    const [ben, dan] = [await newAway('ben'), await newAway('dan')];
    const { call, data } = await ringAway(ana, ben);
    const { data: other } = await ringAway(eve, dan);
    const token = data.token as string;

    for (const wrong of [other.token, `${token}x`, `${token.slice(0, -4)}AAAA`, token.split('.')[0], ben.token, 'x']) {
      for (const path of [data.acceptUrl, data.rejectUrl] as string[]) {
        expect((await answerBy(path, wrong)).body).toMatchObject(UNAUTHENTICATED);
      }
    }
    for (const wrong of [undefined, '', 5, {}, 'x'.repeat(3_000)]) {
      expect((await answerBy(data.acceptUrl as string, wrong)).body).toMatchObject({
        statusCode: 400,
        code: 'INVALID',
        field: 'token',
      });
    }
    expect((await answerBy('/api/calls/none/accept', token)).body).toMatchObject({ code: 'INVALID', field: 'id' });
    expect(await currentOf(ana)).toMatchObject([{ id: call.id, state: 'ringing' }]);
  });

  it('are not answered by a device that was signed out meanwhile, and ring there no more', async () => {
    const ana = await newPerson(gateway, 'websocket', 'ana');
    const ben = await newAway('ben');
    const { data } = await ringAway(ana, ben);
    await end(ana, { id: data.callId });
    const { call: second, data: secondData } = await ringAway(ana, ben);

    await request(gateway, 'POST', '/api/auth/logout', { token: ben.token });

    expect((await acceptBy(secondData)).body).toMatchObject(UNAUTHENTICATED);
    await end(ana, second);
    expect(await ring(ana, ben)).toMatchObject({ state: 'ended', endReason: 'unreachable' });
  });

  it('that the caller gives up are taken away, under the same topic', async () => {
    const ana = await newPerson(gateway, 'websocket', 'ana');
    const ben = await newAway('ben');
    const { call } = await ringAway(ana, ben);
    const topic = ben.browser.pushes[0]?.headers.topic;

    dataOf(await ana.client.request('calls:cancel', { callId: call.id }));

    const withdrawn = await ben.browser.next({ kind: 'call', data: { callId: call.id, withdrawn: true } });
    expect(withdrawn.headers).toMatchObject({ topic, urgency: 'high' });
  });

  it('that another device answers are taken away', async () => {
    const ana = await newPerson(gateway, 'websocket', 'ana');
    const ben = await newAway('ben');
    const { call } = await ringAway(ana, ben);
    const client = await connect(ben);
    await client.fact('calls:incoming', { call: { id: call.id } });

    dataOf(await client.request('calls:accept', { callId: call.id, answer: ANSWER }));

    await ben.browser.next({ kind: 'call', data: { callId: call.id, withdrawn: true } });
  });

  it('find nobody where there is neither a device nor a subscription', async () => {
    const ana = await newPerson(gateway, 'websocket', 'ana');
    const ben = await register(gateway, 'ben');

    expect(await ring(ana, ben)).toMatchObject({ state: 'ended', endReason: 'unreachable' });
  });

  it.each([404, 410])('find nobody any more where the push service has answered %d', async (status) => {
    const ana = await newPerson(gateway, 'websocket', 'ana');
    const ben = await newAway('ben');
    ben.browser.answer = { status };
    const { call } = await ringAway(ana, ben);

    await eventually(async () => {
      expect(await subscriptionsOf(gateway, ben.token)).toEqual([]);
    });
    await end(ana, call);
    expect(await ring(ana, ben)).toMatchObject({ state: 'ended', endReason: 'unreachable' });
  });

  it('leave no endpoint, key or token in the log', async () => {
    const ana = await newPerson(gateway, 'websocket', 'ana');
    const ben = await newAway('ben');
    ben.browser.answer = { status: 500 };
    const { data } = await ringAway(ana, ben);
    const { endpoint, keys } = ben.browser.target;

    const printed = gateway.output();

    for (const secret of [new URL(endpoint).pathname, keys.auth, keys.p256dh, data.token as string]) {
      expect(printed).not.toContain(secret);
    }
  });
});

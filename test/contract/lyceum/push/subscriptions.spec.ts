import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { register } from '../../../support/accounts.js';
import { borrowGateway, type BorrowedGateway } from '../../../support/borrowed-gateway.js';
import { call } from '../../../support/http-client.js';
import type { JsonObject } from '../../../support/inbox.js';
import { PushService } from '../../../support/push/push-service.js';
import { START_MS } from '../../settings.js';
import { PUSHING, subscribe, subscribed, SUBSCRIPTIONS, subscriptionShape, subscriptionsOf } from './pushing.js';

const ENDED = { statusCode: 404, code: 'SUBSCRIPTION_NOT_FOUND' };

describe('lyceum: push subscriptions', () => {
  let gateway: BorrowedGateway;
  let service: PushService;

  beforeAll(async () => {
    service = await PushService.start();
    gateway = await borrowGateway(PUSHING);
  }, START_MS);
  afterAll(async () => {
    await gateway.giveBack();
    await service.stop();
  });

  it('a browser subscribes with the key of the server, which anybody may know', async () => {
    const { status, body } = await call(gateway, 'GET', '/api/push/vapid-public-key');

    expect([status, body]).toEqual([200, { publicKey: expect.stringMatching(/^B[\w-]{86}$/) }]);
    expect((await call(gateway, 'GET', '/api/push/vapid-public-key')).body).toEqual(body);
  });

  it('are made, listed and ended by their person, and show no secret', async () => {
    const ana = await register(gateway, 'ana');
    const ben = await register(gateway, 'ben');
    const browser = service.newBrowser();

    const { status, body } = await subscribe(gateway, ana.token, browser.target, { deviceId: 'laptop-1' });

    expect([status, body]).toEqual([201, subscriptionShape({ deviceId: 'laptop-1' })]);
    expect(await call(gateway, 'GET', SUBSCRIPTIONS, { token: ana.token })).toEqual({
      status: 200,
      body: { subscriptions: [body] },
    });
    expect(await subscriptionsOf(gateway, ben.token)).toEqual([]);
    const path = `${SUBSCRIPTIONS}/${body.id as string}`;
    expect((await call(gateway, 'DELETE', path, { token: ben.token })).body).toMatchObject(ENDED);
    expect(await call(gateway, 'DELETE', path, { token: ana.token })).toEqual({ status: 204, body: {} });
    expect((await call(gateway, 'DELETE', path, { token: ana.token })).body).toMatchObject(ENDED);
    expect(await subscriptionsOf(gateway, ana.token)).toEqual([]);
  });

  it('are ended by a browser that knows its endpoint alone', async () => {
    const ana = await register(gateway, 'ana');
    const { target } = service.newBrowser();
    await subscribe(gateway, ana.token, target);
    const body = { target: { type: 'webpush', endpoint: target.endpoint } };

    expect(await call(gateway, 'DELETE', SUBSCRIPTIONS, { token: ana.token, body })).toEqual({ status: 204, body: {} });
    expect((await call(gateway, 'DELETE', SUBSCRIPTIONS, { token: ana.token, body })).body).toMatchObject(ENDED);
  });

  it('the same endpoint again is the same one, and another’s when somebody else signs in there', async () => {
    const ana = await register(gateway, 'ana');
    const ben = await register(gateway, 'ben');
    const browser = service.newBrowser();
    const first = await subscribed(gateway, ana.token, browser);

    const { body: again } = await subscribe(gateway, ana.token, browser.target, { deviceId: 'phone' });
    expect(again).toEqual({ ...first, deviceId: 'phone' });

    const ofBen = await subscribed(gateway, ben.token, browser);
    expect(ofBen).toEqual(subscriptionShape());
    expect(ofBen.id).not.toBe(first.id);
    expect(await subscriptionsOf(gateway, ana.token)).toEqual([]);
    expect(await subscriptionsOf(gateway, ben.token)).toEqual([ofBen]);
  });

  it('are twenty of a person at most: the oldest goes', async () => {
    const ana = await register(gateway, 'ana');
    const made: unknown[] = [];
    for (let nth = 0; nth < 21; nth += 1) made.push((await subscribed(gateway, ana.token, service.newBrowser())).id);

    const kept = (await subscriptionsOf(gateway, ana.token)).map(({ id }) => id);

    expect(kept).toEqual(made.slice(1).reverse());
  });

  it('end with the login session they were made in', async () => {
    const ana = await register(gateway, 'ana');
    await subscribed(gateway, ana.token, service.newBrowser());
    const { username, password } = ana;
    const { body: login } = await call(gateway, 'POST', '/api/auth/login', { body: { username, password } });
    const token = login.token as string;
    const kept = await subscribed(gateway, token, service.newBrowser());
    expect(await subscriptionsOf(gateway, token)).toHaveLength(2);

    const { body } = await call(gateway, 'GET', '/api/auth/sessions', { token });
    const other = (body.sessions as JsonObject[]).find(({ current }) => current !== true);
    await call(gateway, 'DELETE', `/api/auth/sessions/${String(other?.sid)}`, { token });

    expect(await subscriptionsOf(gateway, token)).toEqual([kept]);
  });

  it.each([
    ['no target', { target: undefined }, 'target'],
    ['a target of a kind that there is not', { target: { type: 'mail' } }, 'target.type'],
    ['no endpoint', { target: { type: 'webpush' } }, 'target.endpoint'],
    ['an endpoint that is no URL', { target: { type: 'webpush', endpoint: 'push' } }, 'target.endpoint'],
    ['an endpoint on a private network', { endpoint: 'https://10.0.0.1/push' }, 'target.endpoint'],
    ['an endpoint at the metadata of a cloud', { endpoint: 'http://169.254.169.254/latest' }, 'target.endpoint'],
    ['an endpoint with a password', { endpoint: 'https://me:secret@push.example/' }, 'target.endpoint'],
    ['an endpoint that is too long', { endpoint: `https://push.example/${'x'.repeat(2_048)}` }, 'target.endpoint'],
    ['a point that is none', { keys: { p256dh: `B${'A'.repeat(86)}` } }, 'target.keys.p256dh'],
    ['a compressed point', { keys: { p256dh: 'A'.repeat(44) } }, 'target.keys.p256dh'],
    ['a secret that is too short', { keys: { auth: 'A'.repeat(20) } }, 'target.keys.auth'],
    ['padding', { keys: { auth: `${'A'.repeat(22)}==` } }, 'target.keys.auth'],
    ['a token where nothing goes by FCM', { target: { type: 'fcm', token: 'f'.repeat(40) } }, 'target.type'],
    ['a token that is none', { target: { type: 'fcm', token: 'a b' } }, 'target.token'],
    ['a device that is none', { deviceId: 'a b' }, 'deviceId'],
  ])('are not made of %s', async (_, wrong: JsonObject, field) => {
    const ana = await register(gateway, 'ana');
    const { target } = service.newBrowser();
    const { endpoint, keys, ...rest } = wrong;
    const body = {
      target: { ...target, ...(endpoint === undefined ? {} : { endpoint }), keys: { ...target.keys, ...(keys as object) } },
      ...rest,
    };

    const answer = await call(gateway, 'POST', SUBSCRIPTIONS, { token: ana.token, body });

    expect([answer.status, answer.body]).toEqual([400, expect.objectContaining({ code: 'INVALID', field })]);
    expect(await subscriptionsOf(gateway, ana.token)).toEqual([]);
  });

  it.each([
    ['POST', SUBSCRIPTIONS],
    ['GET', SUBSCRIPTIONS],
    ['DELETE', SUBSCRIPTIONS],
    ['DELETE', `${SUBSCRIPTIONS}/0191d1a0-0000-7000-8000-000000000000`],
  ])('are nobody’s without a login: %s %s', async (method, path) => {
    expect((await call(gateway, method, path)).body).toMatchObject({ statusCode: 401, code: 'UNAUTHENTICATED' });
  });

  it('that are named by no id are refused', async () => {
    const ana = await register(gateway, 'ana');
    const { body } = await call(gateway, 'DELETE', `${SUBSCRIPTIONS}/first`, { token: ana.token });
    expect(body).toMatchObject({ code: 'INVALID', field: 'id' });
  });
});

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FcmService } from '../../../../test/support/push/fcm-service.js';
import type { JsonObject } from '../../../../test/support/inbox.js';
import type { PushMessage } from '../../../protocol/index.js';
import type { Delivery } from '../../delivery/channel.js';
import type { PushComposer } from '../push-composer.js';
import type { PushSubscriptionRepository } from '../push-subscription.repository.js';
import { FcmClient } from './fcm-client.js';
import { fcmMessage } from './fcm-message.js';
import { FcmChannel } from './fcm.channel.js';
import { outcomeOfError } from './fcm-outcome.js';

const MESSAGE: PushMessage = { id: '1', kind: 'message', title: 'ana', body: 'Hello', data: { roomId: 'r' }, tag: 'room:r' };
const SHIPPING = { token: 'device-token', urgent: false, withdrawn: false, rings: false, expiresAt: null };

describe('sending by FCM', () => {
  let service: FcmService;
  let client: FcmClient;

  beforeEach(async () => {
    service = await FcmService.start();
    client = new FcmClient(service.account, service.agent);
  });
  afterEach(async () => {
    await client.stop();
    await service.stop();
  });

  const send = () => client.send(fcmMessage(MESSAGE, SHIPPING));

  it('asks Google for a token by the service account, once, and sends the message with it', async () => {
    await send();
    await send();

    expect(service.tokenRequests).toHaveLength(1);
    expect(service.sent).toHaveLength(2);
    expect(service.sent[0]).toEqual({
      host: 'fcm.googleapis.com',
      path: '/v1/projects/school-app/messages:send',
      authorization: 'Bearer ya29.made-by-the-test',
      body: {
        message: expect.objectContaining({
          token: 'device-token',
          notification: { title: 'ana', body: 'Hello' },
          data: { id: '1', kind: 'message', title: 'ana', body: 'Hello', data: '{"roomId":"r"}', tag: 'room:r' },
        }),
      },
    });
  });

  it('a long text, which is in it twice, makes no message that FCM takes for too large', async () => {
    const long = { ...MESSAGE, title: 'é'.repeat(200), body: '😀'.repeat(2_000) };
    const subscriptions = {
      destination: () => Promise.resolve({ id: 's', type: 'fcm', address: 'device-token' }),
      touch: () => Promise.resolve(),
    } as unknown as PushSubscriptionRepository;
    const composer = { compose: () => Promise.resolve(long) } as unknown as PushComposer;
    const payload = { kind: 'announcement', data: {}, urgent: false, withdrawn: false };

    const channel = new FcmChannel(client, subscriptions, composer);
    expect(await channel.send({ payload, expiresAt: null } as Delivery)).toEqual({ outcome: 'delivered' });

    const { notification, data } = service.sent[0]?.body.message as JsonObject;
    expect(Buffer.byteLength(JSON.stringify({ notification, data }))).toBeLessThanOrEqual(4_096);
    expect(notification).toEqual({ title: `${'é'.repeat(99)}…`, body: expect.stringMatching(/^(😀){100,}…$/u) });
  });

  it.each([
    [404, 'UNREGISTERED', 'gone', 'FCM: registration-token-not-registered'],
    [403, 'SENDER_ID_MISMATCH', 'dead', 'FCM: mismatched-credential'],
    [429, 'QUOTA_EXCEEDED', 'retry', 'FCM: message-rate-exceeded'],
    [500, 'INTERNAL', 'retry', 'FCM: internal-error'],
    [401, 'THIRD_PARTY_AUTH_ERROR', 'retry', 'FCM: third-party-auth-error'],
  ])('an answer of %d %s is %s', async (status, errorCode, outcome, error) => {
    service.refuse(status, errorCode);

    expect(outcomeOfError(await send().catch((failure: unknown) => failure))).toEqual({ outcome, error });
  });

  it.each([
    ['a token that is none is gone', 'The registration token is not a valid FCM registration token', 'gone'],
    ['a message that is none is dead', 'Invalid value at message.android.ttl', 'dead'],
  ])('of what is not valid %s', async (_, message, outcome) => {
    service.refuse(400, 'INVALID_ARGUMENT', message);

    const result = outcomeOfError(await send().catch((failure: unknown) => failure));

    expect(result).toEqual({ outcome, error: 'FCM: invalid-argument' });
  });

  it('is tried again later where Google can’t be reached, or does not know the account', async () => {
    await service.stop();

    const { outcome } = outcomeOfError(await send().catch((failure: unknown) => failure));

    expect(outcome).toBe('retry');
  });
});

describe('a message for FCM', () => {
  const NOW = Date.parse('2026-01-01T00:00:00Z');
  const expiresAt = new Date(NOW + 30_000);
  const CALL: PushMessage = { ...MESSAGE, kind: 'call', data: { callId: 'c' }, tag: 'call:c' };

  it('of a call is data alone on Android, so that the app rings itself, and an alert on iOS', () => {
    const { notification, android, apns } = fcmMessage(CALL, { ...SHIPPING, urgent: true, rings: true, expiresAt }, NOW);

    expect(notification).toBeUndefined();
    expect(android).toEqual({ priority: 'high', ttl: 30_000, collapseKey: expect.stringMatching(/^[\w-]{32}$/) });
    expect(apns).toEqual({
      headers: {
        'apns-priority': '10',
        'apns-push-type': 'alert',
        'apns-expiration': String((NOW + 30_000) / 1_000),
        'apns-collapse-id': android?.collapseKey,
      },
      payload: { aps: { alert: { title: 'ana', body: 'Hello' }, sound: 'default' } },
    });
  });

  it('that takes a call away wakes the app and shows nothing', () => {
    const rung = fcmMessage(CALL, { ...SHIPPING, urgent: true, rings: true, expiresAt }, NOW);
    const { notification, android, apns } = fcmMessage(CALL, { ...SHIPPING, urgent: true, withdrawn: true, expiresAt }, NOW);

    expect(notification).toBeUndefined();
    expect(android).toEqual(rung.android);
    expect(apns?.payload?.aps).toEqual({ contentAvailable: true });
    expect(apns?.headers).toMatchObject({ 'apns-priority': '5', 'apns-push-type': 'background' });
  });

  it('of anything else is shown by the system, a later one in place of it', () => {
    const { notification, android } = fcmMessage(MESSAGE, SHIPPING, NOW);

    expect(notification).toEqual({ title: 'ana', body: 'Hello' });
    expect(android).toEqual({
      priority: 'normal',
      collapseKey: expect.stringMatching(/^[\w-]{32}$/),
      notification: { tag: android?.collapseKey },
    });
  });
});

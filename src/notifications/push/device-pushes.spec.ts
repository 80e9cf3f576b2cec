import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { describeWith } from '../../../test/support/describe-with.js';
import { NotificationDatabase, type NotificationNode } from '../../../test/support/notifications/notification-database.js';
import { PushService, type Browser } from '../../../test/support/push/push-service.js';
import { eventually } from '../../../test/support/wait.js';
import { Signatures, type UserDirectory } from '../../auth/index.js';
import { newId } from '../../common/index.js';
import { loadConfig } from '../../config/index.js';
import type { Delivery, Outcome } from '../delivery/channel.js';
import { NameResolver } from '../egress/name-resolver.js';
import { SafeHttp } from '../egress/safe-http.js';
import type { PushedNotice } from '../notices/notice.js';
import { DevicePushes } from './device-pushes.js';
import { LastWord } from './last-word.js';
import { PushComposer } from './push-composer.js';
import { PushDeliveryRepository } from './push-delivery.repository.js';
import { PushSubscriptionRepository } from './push-subscription.repository.js';
import type { PushedPayload } from './pushed-payload.js';
import { ServerKeyRepository } from './server-key.repository.js';
import { Subscribed } from './subscribed.js';
import { VapidKeys } from './vapid-keys.js';
import { WebPushChannel } from './web/web-push.channel.js';

const CAN_BE_LATE = 60_000;
const CONFIG = loadConfig({ JWT_SECRET: 'Zk3vJx9Q2mTfR7pWc5LbN8hYd4GsA1eU6oKiXqBz', OUTBOUND_ALLOWED: '127.0.0.0/8' });
const nobody = { findByIds: () => Promise.resolve(new Map()) } as unknown as UserDirectory;

const notice = (more: Partial<PushedNotice> = {}): PushedNotice => ({
  ...{ id: newId(), userId: 'ben', kind: 'message', title: 'ana', body: 'Hello', data: { roomId: 'r' } },
  ...{ collapseKey: 'room:r', urgent: false, expiresAt: null, notificationId: null },
  ...more,
});

describeWith(['postgres'], 'pushes to devices, on PostgreSQL', () => {
  let here: NotificationDatabase;
  let service: PushService;
  let node: NotificationNode;
  let subscriptions: PushSubscriptionRepository;
  let pushes: DevicePushes;

  beforeAll(async () => {
    here = await NotificationDatabase.start();
    service = await PushService.start();
    const first = await here.node();
    await first.database.query(
      `INSERT INTO users (id, username, name, role, issuer) VALUES ('ben', 'ben', 'ben', 'student', 'app')`,
    );
  }, CAN_BE_LATE);
  beforeEach(async () => {
    node = await here.node();
    subscriptions = new PushSubscriptionRepository(node.database);
    pushes = new DevicePushes(new Subscribed(CONFIG, subscriptions), node.deliveries, new PushDeliveryRepository(node.database));
  });
  afterEach(() => here.empty());
  afterAll(async () => {
    await service.stop();
    await here.stop();
  }, CAN_BE_LATE);

  /** Sending begins with this. */
  function open(): void {
    const keys = new VapidKeys(CONFIG, new ServerKeyRepository(node.database));
    const composer = new PushComposer(new Signatures(CONFIG), nobody);
    node.deliveries.use(new WebPushChannel(CONFIG, subscriptions, composer, keys, new SafeHttp(CONFIG, new NameResolver())));
    node.deliveries.wake('webpush');
  }

  /** Ben's only one. */
  async function subscribe(browser: Browser): Promise<void> {
    await node.database.query('DELETE FROM push_subscriptions');
    const { endpoint: address, keys } = browser.target;
    const made = { id: newId(), userId: 'ben', sessionId: null, verifiedAt: Date.now() * 1_000, deviceId: null };
    await node.database.transaction((tx) => subscriptions.put(tx, { ...made, type: 'webpush', address, ...keys }));
  }

  const push = (...notices: PushedNotice[]) => node.database.transaction((tx) => pushes.push(tx, notices));
  const withdraw = (collapseKey: string) =>
    node.database.transaction((tx) => pushes.withdraw(tx, [{ collapseKey, userIds: ['ben'] }]));
  const states = async () =>
    (await node.database.query<{ state: string }>('SELECT state FROM deliveries ORDER BY id')).map(({ state }) => state);

  it('of several with the same key the last alone is sent, of others each', async () => {
    const browser = service.newBrowser();
    await subscribe(browser);
    await push(notice({ body: '1' }), notice({ body: '2' }));
    await push(
      notice({ body: '3' }),
      notice({ body: 'other', collapseKey: 'room:s' }),
      notice({ body: 'none', collapseKey: null }),
    );

    open();

    await browser.next({ body: 'other', tag: 'room:s' });
    await browser.next({ body: 'none', tag: null });
    const { headers } = await browser.next({ body: '3', tag: 'room:r' });
    expect(headers).toMatchObject({ urgency: 'normal', ttl: '86400' });
    await eventually(async () => {
      expect(await states()).toEqual(['withdrawn', 'delivered', 'delivered', 'delivered']);
    });
    expect(browser.pushes).toHaveLength(3);
  });

  it('the same notice again is sent once', async () => {
    const browser = service.newBrowser();
    await subscribe(browser);
    const once = notice();
    await push(once);
    await push(once);

    open();

    await browser.next({ body: 'Hello' });
    await eventually(async () => {
      expect(await states()).toEqual(['delivered']);
    });
  });

  it('what was withdrawn before it was sent is not sent, and nobody is told', async () => {
    const browser = service.newBrowser();
    await subscribe(browser);
    await push(notice({ kind: 'call', collapseKey: 'call:c' }), notice({ body: 'last', collapseKey: null }));
    await withdraw('call:c');

    open();

    await browser.next({ body: 'last' });
    await eventually(async () => {
      expect(await states()).toEqual(['withdrawn', 'delivered']);
    });
    expect(browser.pushes).toHaveLength(1);
  });

  it('what was sent is taken away once, however often it is withdrawn', async () => {
    const browser = service.newBrowser();
    await subscribe(browser);
    open();
    await push(notice({ kind: 'call', collapseKey: 'call:c' }));
    const rung = await browser.next({ kind: 'call' });

    await withdraw('call:c');
    const { message, headers } = await browser.next({ kind: 'call', data: { callId: 'c', withdrawn: true } });
    await withdraw('call:c');
    await push(notice({ body: 'last', collapseKey: null }));

    await browser.next({ body: 'last' });
    expect(headers.topic).toBe(rung.headers.topic);
    expect(message).toMatchObject({ title: '', tag: 'call:c' });
    expect(browser.pushes).toHaveLength(3);
  });

  it('what shows a message that was deleted before it was sent is not sent', async () => {
    const browser = service.newBrowser();
    await subscribe(browser);
    const data = { roomId: 'r', messageId: newId() };
    await push(
      notice({ data }),
      notice({ kind: 'mention', data, collapseKey: null }),
      notice({ kind: 'announcement', body: 'of the app', data, collapseKey: null }),
      notice({ body: 'last', data: { messageId: newId() }, collapseKey: null }),
    );
    await node.database.transaction((tx) => pushes.forgetMessages(tx, [data.messageId]));

    open();

    await browser.next({ body: 'last' });
    await browser.next({ body: 'of the app' });
    expect(await states()).toEqual(['withdrawn', 'withdrawn', expect.any(String), expect.any(String)]);
    expect(browser.pushes).toHaveLength(2);
  });

  it('a request for help that was sent is taken away', async () => {
    const browser = service.newBrowser();
    await subscribe(browser);
    open();
    await push(notice({ kind: 'help', collapseKey: 'help:h' }));
    await browser.next({ kind: 'help' });

    await withdraw('help:h');

    const { message } = await browser.next({ kind: 'help', data: { requestId: 'h', withdrawn: true } });
    expect(message).toMatchObject({ title: '', tag: 'help:h' });
  });

  it('a call that is over before its push is sent is taken away after it', async () => {
    await subscribe(service.newBrowser());
    const sent: string[] = [];
    let arrive: () => void = () => undefined;
    const way = new Promise<void>((resolve) => (arrive = resolve));
    const send = async ({ payload }: Delivery): Promise<Outcome> => {
      const { withdrawn } = payload as PushedPayload;
      if (!withdrawn) await way;
      sent.push(withdrawn ? 'over' : 'rings');
      arrive();
      return { outcome: 'delivered' };
    };
    const words = new LastWord(node.database, node.deliveries, new PushDeliveryRepository(node.database));
    node.deliveries.use(words.over({ name: 'webpush', send }));
    const data = { callId: 'c', userId: 'ana', callKind: 'video' };
    const expiresAt = new Date(Date.now() + 60_000).toISOString();
    await push(notice({ kind: 'call', collapseKey: 'call:c', urgent: true, data, expiresAt }));
    await eventually(async () => {
      expect(await node.database.query('SELECT attempts FROM deliveries')).toEqual([{ attempts: 1 }]);
    });

    await withdraw('call:c');

    await eventually(() => {
      expect(sent).toEqual(['over', 'rings', 'over']);
      return Promise.resolve();
    });
    await eventually(async () => {
      // The repeated word takes the place of the first one, unless that was written down as delivered before.
      expect(await states()).toEqual(['withdrawn', expect.stringMatching(/^(delivered|withdrawn)$/), 'delivered']);
    });
  });

  it('a service that takes less is sent less', async () => {
    const browser = service.newBrowser();
    browser.answer = { status: 413 };
    await subscribe(browser);
    await push(notice({ body: 'x'.repeat(8_000) }));

    open();

    const [large, small] = [await browser.next({}), await browser.next({})];
    expect(large.bytes).toBeGreaterThan(2_900);
    expect(large.bytes).toBeLessThan(3_200);
    expect(small.bytes).toBeLessThan(1_200);
    await eventually(async () => {
      expect(await states()).toEqual(['dead']);
    });
  });

  it('a service that asks for patience is given it', async () => {
    const browser = service.newBrowser();
    browser.answer = { status: 429, headers: { 'retry-after': '1800' } };
    await subscribe(browser);
    await push(notice());

    open();

    await browser.next({});
    await eventually(async () => {
      const [row] = await node.database.query<{ seconds: number; last_status: number }>(
        `SELECT extract(epoch FROM due_at - now())::float8 AS seconds, last_status FROM deliveries WHERE claimed_until IS NULL`,
      );
      expect(row?.last_status).toBe(429);
      expect(row?.seconds).toBeGreaterThan(1_700);
    });
  });

  it('two nodes that start at once have one key', async () => {
    const other = await here.node();
    await node.database.query('DELETE FROM server_keys');

    const pairs = await Promise.all(
      [node, other].map(({ database }) => new VapidKeys(CONFIG, new ServerKeyRepository(database)).pair()),
    );

    expect(pairs[0]).toEqual(pairs[1]);
    expect(await node.database.query('SELECT name FROM server_keys')).toEqual([{ name: 'vapid' }]);
  });
});

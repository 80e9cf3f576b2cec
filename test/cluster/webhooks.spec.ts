import { afterEach, beforeAll, expect, it } from '@jest/globals';
import { newLogin } from '../contract/accounts/logins.js';
import { WebhookAdmin } from '../contract/webhooks/hooking.js';
import { closeAll, connectLyceum } from '../contract/lyceum/lyceum-client.js';
import { newUsername } from '../support/accounts.js';
import { describeWith } from '../support/describe-with.js';
import { dataOf } from '../support/expect-frames.js';
import { eventually } from '../support/wait.js';
import { WebhookReceiver } from '../support/webhooks/webhook-receiver.js';
import { becomes, twoNodes } from './nodes.js';
import { CLUSTER_ENV } from './people.js';

const TIMEOUT_MS = 120_000;
/** A node that no signal reaches looks for itself so often, and a little more for a busy machine. */
const LOOKED_MS = 8_000;
const ADMIN = newUsername('root');

describeWith(['postgres', 'redis'], 'webhooks of two nodes', () => {
  const env = { RATE_REGISTRATIONS_PER_HOUR: '1000', ADMIN_USERNAMES: ADMIN, OUTBOUND_ALLOWED: '127.0.0.1' };
  const nodes = twoNodes({ ...CLUSTER_ENV, ...env }, TIMEOUT_MS);
  let webhooks: WebhookAdmin;

  beforeAll(async () => {
    webhooks = new WebhookAdmin(nodes.one, (await newLogin(nodes.one, ADMIN)).token);
  }, TIMEOUT_MS);
  afterEach(async () => {
    WebhookReceiver.stopAll();
    await closeAll();
  });

  it(
    'are told, once, what happens on the other node as soon as they were made on this one',
    async () => {
      const receiver = await WebhookReceiver.start();
      const { id } = await webhooks.make(receiver.url);
      const people = [await newLogin(nodes.two), await newLogin(nodes.one), await newLogin(nodes.two)];

      await eventually(async () => {
        expect((await webhooks.deliveries(id)).filter(({ state }) => state === 'delivered')).toHaveLength(people.length);
      }, 8_000);
      const told = receiver.received.map(({ body }) => (body.data as { user: { id: string } }).user.id);
      expect(told.toSorted()).toEqual(people.map((person) => person.id).toSorted());
      await webhooks.ask('DELETE', `/${id}`);
    },
    TIMEOUT_MS,
  );

  it(
    'are told of it soon where the nodes cannot reach one another',
    async () => {
      await nodes.redis.stop();
      await Promise.all([becomes(nodes.one, 'degraded'), becomes(nodes.two, 'degraded')]);
      const receiver = await WebhookReceiver.start();
      // Nobody wanted that before, so that a node which was not told does not keep it.
      await webhooks.make(receiver.url, ['room.created']);
      const ben = await connectLyceum(nodes.two, 'websocket', (await newLogin(nodes.two)).token);

      await eventually(async () => {
        const { id } = dataOf(await ben.request('rooms:create', {}));
        await receiver.get(({ text }) => text.includes(String(id)), 1_500);
      }, LOOKED_MS);
    },
    TIMEOUT_MS,
  );
});

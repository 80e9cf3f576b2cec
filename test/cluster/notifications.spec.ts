import { afterEach, beforeAll, expect, it } from '@jest/globals';
import { write } from '../contract/lyceum/direct/conversation.js';
import { closeAll, connectLyceum } from '../contract/lyceum/lyceum-client.js';
import { feedOf, NOTIFIED_MS, notificationShape } from '../contract/lyceum/notifications/notified.js';
import { newPerson, roomOf, say } from '../contract/lyceum/shapes.js';
import { register } from '../support/accounts.js';
import { describeWith } from '../support/describe-with.js';
import { dataOf } from '../support/expect-frames.js';
import type { Gateway } from '../support/gateway.js';
import { eventually } from '../support/wait.js';
import { CLUSTER_ENV } from './people.js';
import { twoNodes } from './nodes.js';

const TIMEOUT_MS = 120_000;

describeWith(['postgres', 'redis'], 'notifications, of two nodes', () => {
  const nodes = twoNodes({ ...CLUSTER_ENV, RATE_READ_PER_SECOND: '1000' }, TIMEOUT_MS);
  let one: Gateway;
  let two: Gateway;

  beforeAll(() => {
    ({ one, two } = nodes);
  });
  afterEach(closeAll);

  it('who is on the other node is here: they are not told of messages that they have', async () => {
    const [ana, ben] = [await newPerson(one, 'websocket', 'ana'), await newPerson(two, 'raw', 'ben')];
    const room = await roomOf(ana, ben);
    for (let n = 1; n <= 10; n += 1) await write(ana, ben, `Number ${n}`);
    await say(ana, room, 'Look at this', { mentions: [ben.id] });

    expect(await ben.client.fact('notification', {}, NOTIFIED_MS)).toEqual(
      notificationShape('mention', { body: 'Look at this' }),
    );
    expect(await feedOf(one, ben)).toEqual([notificationShape('mention', { body: 'Look at this' })]);
  }, 30_000);

  it('who is on none is told once, whichever node decides it, and reads it on any', async () => {
    const [ana, cleo] = [await newPerson(one, 'websocket', 'ana'), await newPerson(two, 'websocket', 'cleo')];
    const ben = await register(two, 'ben');
    const devices = async () => [await connectLyceum(one, 'websocket', ben.token), await connectLyceum(two, 'raw', ben.token)];
    for (let n = 1; n <= 10; n += 1) {
      await write(ana, ben, `Number ${n}`);
      await write(cleo, ben, `Number ${n}`);
    }
    const of = (person: { id: string }) =>
      notificationShape('message', { body: 'Number 10', data: expect.objectContaining({ userId: person.id, count: 10 }) });
    await eventually(async () => {
      const feed = await feedOf(two, ben);
      expect(feed).toHaveLength(2);
      expect(feed).toEqual(expect.arrayContaining([of(ana), of(cleo)]));
    }, NOTIFIED_MS);

    const [phone, laptop] = await devices();
    const [newest] = await feedOf(one, ben);
    expect(dataOf(await phone!.request('notifications:read', { until: newest?.id }))).toEqual({ unread: 0 });
    expect(await laptop!.fact('notifications:unread', {}, NOTIFIED_MS)).toEqual({ unread: 0 });
  }, 30_000);
});

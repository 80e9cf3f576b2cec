import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { describeWith } from '../../../test/support/describe-with.js';
import { NotificationDatabase } from '../../../test/support/notifications/notification-database.js';
import { eventually } from '../../../test/support/wait.js';
import type { OutboxEvent } from '../../common/index.js';
import type { Delivery } from '../delivery/channel.js';

const CAN_BE_LATE = 60_000;

function answered(callId: string): OutboxEvent {
  return { name: 'call.answered', data: { callId, calleeIds: [] } };
}

describeWith(['postgres'], 'the relay, on PostgreSQL', () => {
  let here: NotificationDatabase;

  beforeAll(async () => {
    here = await NotificationDatabase.start();
  }, CAN_BE_LATE);
  afterEach(() => here.empty());
  afterAll(() => here.stop(), CAN_BE_LATE);

  it('hands events on in their order, and what comes of them is sent', async () => {
    const node = await here.node();
    const sent: Delivery[] = [];
    node.relay.consume(['call.answered'], async (tx, events) => {
      const deliveries = events.map(({ id, name, data }) => ({
        channel: 'webhook' as const,
        targetId: 'a',
        eventId: id,
        kind: name,
        payload: data.callId,
      }));
      await node.deliveries.enqueue(tx, deliveries);
    });
    node.deliveries.use({
      name: 'webhook',
      send: (delivery) => {
        sent.push(delivery);
        return Promise.resolve({ outcome: 'delivered', status: 204 });
      },
    });

    await node.database.transaction((tx) => node.outbox.append(tx, ['1', '2', '3'].map(answered)));
    await eventually(async () => {
      expect(sent.map(({ payload }) => payload)).toEqual(['1', '2', '3']);
      expect(await node.database.query('SELECT state, last_status, attempts, claimed_until FROM deliveries')).toEqual(
        [1, 2, 3].map(() => ({ state: 'delivered', last_status: 204, attempts: 1, claimed_until: null })),
      );
    });

    expect(await node.database.query('SELECT * FROM outbox')).toEqual([]);
  });
});

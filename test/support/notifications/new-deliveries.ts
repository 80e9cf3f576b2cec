import type { Channel, Delivery, Outcome } from '../../../src/notifications/delivery/channel.js';
import { eventually } from '../wait.js';
import type { NotificationNode } from './notification-database.js';

/** Until what is to happen has happened, on a busy machine. */
export const ENOUGH_MS = 10_000;

/** It holds before long. */
export function soon(check: () => unknown): Promise<void> {
  return eventually(async () => {
    await check();
  }, ENOUGH_MS);
}

type Send = (delivery: Delivery) => Promise<Outcome>;

const DELIVERED: Outcome = { outcome: 'delivered', status: 204 };

/** Makes a delivery of each `call.answered` of that node and sends it so; by default it always gets there. */
export function newDeliveries(node: NotificationNode, send: Send = () => Promise.resolve(DELIVERED)): { sent: Delivery[] } {
  const sent: Delivery[] = [];
  useChannel(node, (delivery) => {
    sent.push(delivery);
    return send(delivery);
  });
  node.relay.consume(['call.answered'], async (tx, events) => {
    const deliveries = events.map(({ id, name, data }) => ({
      channel: 'webhook' as const,
      targetId: data.calleeIds[0] ?? 'somebody',
      eventId: id,
      kind: name,
      payload: data.callId,
    }));
    await node.deliveries.enqueue(tx, deliveries);
  });
  node.start();
  return { sent };
}

/** That node sends so. */
export function useChannel(node: NotificationNode, send: Channel['send']): void {
  node.deliveries.use({ name: 'webhook', send });
}

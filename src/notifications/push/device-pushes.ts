import { Injectable } from '@nestjs/common';
import { newId } from '../../common/index.js';
import type { Transaction } from '../../database/index.js';
import type { NotificationKind } from '../../protocol/index.js';
import type { NewDelivery } from '../delivery/channel.js';
import { Deliveries } from '../delivery/deliveries.js';
import type { PushedNotice, Withdrawal } from '../notices/notice.js';
import { PushOut } from '../notices/push-out.js';
import { PushDeliveryRepository, type ShownAt } from './push-delivery.repository.js';
import type { PushedPayload } from './pushed-payload.js';
import { Subscribed, type Subscription } from './subscribed.js';

/** A push that nobody has put a time to is old news after a day. */
const NEWS_MS = 24 * 3_600_000;
/** So long a device that is off may still be told, when it comes back, to take something away. */
const WITHDRAWAL_MS = 10 * 60_000;

/** Writes down for each device of the people what is to be pushed to it. */
@Injectable()
export class DevicePushes extends PushOut {
  constructor(
    private readonly subscribed: Subscribed,
    private readonly deliveries: Deliveries,
    private readonly repository: PushDeliveryRepository,
  ) {
    super();
  }

  async push(tx: Transaction, notices: readonly PushedNotice[]): Promise<void> {
    const devices = await this.subscribed.devicesOf(
      notices.map(({ userId }) => userId),
      tx,
    );
    const all = notices.flatMap((notice) => (devices.get(notice.userId) ?? []).map((device) => deliveryOf(notice, device)));
    await this.deliveries.enqueue(tx, lastOfEachKey(all));
  }

  async withdraw(tx: Transaction, withdrawals: readonly Withdrawal[]): Promise<void> {
    for (const { collapseKey, userIds } of withdrawals) await this.withdrawOne(tx, collapseKey, userIds);
  }

  async forgetMessages(tx: Transaction, messageIds: readonly string[]): Promise<void> {
    await this.repository.forgetMessages(tx, messageIds);
  }

  private async withdrawOne(tx: Transaction, collapseKey: string, userIds: readonly string[]): Promise<void> {
    const devices = await this.subscribed.devicesOf(userIds, tx);
    const all = [...devices.values()].flat();
    if (all.length === 0) return;
    await this.deliveries.withdraw(
      tx,
      all.map(({ id: targetId, type: channel }) => ({ channel, targetId, collapseKey })),
    );
    const ids = all.map(({ id }) => id);
    // After that: one that a node has just begun to send counts as sent.
    const showing = await this.repository.showing(tx, ids, collapseKey);
    await this.deliveries.enqueue(
      tx,
      showing.map((shown) => withdrawalOf(collapseKey, shown)),
    );
  }
}

function deliveryOf(notice: PushedNotice, { id: targetId, type: channel, userId: ownerId }: Subscription): NewDelivery {
  const { id: eventId, notificationId, kind, title, body, data, urgent, collapseKey } = notice;
  const payload: PushedPayload = { id: notificationId ?? eventId, kind, title, body, data, urgent, withdrawn: false };
  const expiresAt = notice.expiresAt === null ? new Date(Date.now() + NEWS_MS) : new Date(notice.expiresAt);
  return { channel, targetId, ownerId, eventId, kind, payload, collapseKey, expiresAt };
}

/** The key says what it is about: `call:<id>` or `help:<id>`. */
function withdrawalOf(collapseKey: string, { channel, targetId, ownerId }: ShownAt): NewDelivery {
  const [kind, id = ''] = collapseKey.split(':');
  const data = kind === 'call' ? { callId: id, withdrawn: true } : { requestId: id, withdrawn: true };
  const shownKind: NotificationKind = kind === 'call' ? 'call' : 'help';
  const payload: PushedPayload = {
    id: newId(),
    kind: shownKind,
    title: '',
    body: '',
    data,
    urgent: kind === 'call',
    withdrawn: true,
  };
  const expiresAt = new Date(Date.now() + WITHDRAWAL_MS);
  return { channel, targetId, ownerId, eventId: newId(), kind: shownKind, payload, collapseKey, expiresAt };
}

function lastOfEachKey(all: readonly NewDelivery[]): NewDelivery[] {
  const last = new Map<string, NewDelivery>();
  for (const delivery of all) last.set(`${delivery.targetId} ${delivery.collapseKey ?? delivery.eventId}`, delivery);
  return [...last.values()];
}

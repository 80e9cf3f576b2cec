import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../config/index.js';
import type { Transaction } from '../../database/index.js';
import { PushSubscriptionRepository, type Destination } from './push-subscription.repository.js';

/** A device that something can be pushed to. */
export type Subscription = Pick<Destination, 'id' | 'userId' | 'type'>;

/** Who can be pushed to. */
@Injectable()
export class Subscribed {
  constructor(
    private readonly config: AppConfig,
    private readonly repository: PushSubscriptionRepository,
  ) {}

  /** By person. */
  async devicesOf(userIds: readonly string[], tx?: Transaction): Promise<Map<string, Subscription[]>> {
    const people = [...new Set(userIds)];
    const found = people.length === 0 ? [] : await this.repository.ofPeople(people, tx);
    // Those of an FCM project that this server no longer pushes by may come back with it.
    const usable = found.filter(({ type }) => type !== 'fcm' || this.config.push.fcm !== undefined);
    const devices = new Map<string, Subscription[]>();
    for (const device of usable) devices.set(device.userId, [...(devices.get(device.userId) ?? []), device]);
    return devices;
  }

  async hasSubscription(userId: string): Promise<boolean> {
    return (await this.devicesOf([userId])).has(userId);
  }

  async isSubscribed(userId: string, subscriptionId: string): Promise<boolean> {
    return (await this.repository.destination(subscriptionId))?.userId === userId;
  }
}

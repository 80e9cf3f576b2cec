import { Injectable } from '@nestjs/common';
import { PushSubscriptionRepository } from './push-subscription.repository.js';

/** What calls ask of pushes. */
@Injectable()
export class SubscriptionReach {
  constructor(private readonly repository: PushSubscriptionRepository) {}

  async hasSubscription(userId: string): Promise<boolean> {
    return (await this.repository.ofPeople([userId])).length > 0;
  }

  async isSubscribed(userId: string, subscriptionId: string): Promise<boolean> {
    return (await this.repository.destination(subscriptionId))?.userId === userId;
  }
}

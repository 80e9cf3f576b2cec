import { Injectable } from '@nestjs/common';
import { allowsPush } from '../preferences/allows-push.js';
import { Preferences } from '../preferences/preferences.service.js';
import { Subscribed } from './subscribed.js';

/** What calls ask of pushes, by a port of theirs. */
@Injectable()
export class PushedCalls {
  constructor(
    private readonly subscribed: Subscribed,
    private readonly preferences: Preferences,
  ) {}

  /** Whether a call that rings now is pushed to any device of the person. */
  async isPushed(userId: string): Promise<boolean> {
    if (!(await this.subscribed.hasSubscription(userId))) return false;
    return allowsPush(await this.preferences.of(userId), 'call', new Date());
  }

  /** Whether pushes still go to that device, and to nobody but this person. */
  isSubscribed(userId: string, subscriptionId: string): Promise<boolean> {
    return this.subscribed.isSubscribed(userId, subscriptionId);
  }
}

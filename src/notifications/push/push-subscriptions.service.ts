import { Injectable } from '@nestjs/common';
import { AppError, newId } from '../../common/index.js';
import { AppConfig } from '../../config/index.js';
import { Database } from '../../database/index.js';
import type { PushSubscribe, PushSubscription } from '../../protocol/index.js';
import type { Identity } from '../../realtime/index.js';
import { EgressError } from '../egress/egress-error.js';
import { SafeHttp } from '../egress/safe-http.js';
import { PushSubscriptionRepository, type ListedSubscription } from './push-subscription.repository.js';

/** Of one person; a device that is never heard of again leaves its subscription behind. */
const AT_MOST = 20;
const CHECK_MS = 5_000;

type Target = PushSubscribe['target'];
/** What names a target. */
export type TargetName = { type: 'webpush'; endpoint: string } | { type: 'fcm'; token: string };

/** Where pushes to people go. */
@Injectable()
export class PushSubscriptions {
  constructor(
    private readonly config: AppConfig,
    private readonly database: Database,
    private readonly repository: PushSubscriptionRepository,
    private readonly http: SafeHttp,
  ) {}

  /**
   * The same target again is the same subscription, made anew; it ends with the login session it was made in. Past 20 of a person the
   * one goes that nothing got to for the longest time. Throws `INVALID` for what nothing can be pushed to.
   */
  async subscribe({ user, sessionId, verifiedAt }: Identity, { target, deviceId }: PushSubscribe): Promise<PushSubscription> {
    await this.assertReachable(target);
    const keys = target.type === 'webpush' ? target.keys : { p256dh: null, auth: null };
    const address = addressOf(target);
    const made = { id: newId(), userId: user.id, sessionId, verifiedAt, type: target.type, address, deviceId: deviceId ?? null };
    const listed = await this.database.transaction(async (tx) => {
      await this.repository.lockPerson(tx, user.id);
      const put = await this.repository.put(tx, { ...made, p256dh: keys.p256dh, auth: keys.auth });
      await this.repository.removeSurplus(tx, user.id, AT_MOST);
      return put;
    });
    return shown(listed);
  }

  async list(userId: string): Promise<PushSubscription[]> {
    return (await this.repository.list(userId)).map(shown);
  }

  /** Throws `SUBSCRIPTION_NOT_FOUND`, also for those of others. */
  async unsubscribe(userId: string, id: string): Promise<void> {
    if (!(await this.repository.remove(userId, id))) throw new AppError('SUBSCRIPTION_NOT_FOUND');
  }

  async unsubscribeTarget(userId: string, target: TargetName): Promise<void> {
    const isRemoved = await this.repository.removeByAddress(userId, target.type, addressOf(target));
    if (!isRemoved) throw new AppError('SUBSCRIPTION_NOT_FOUND');
  }

  private async assertReachable(target: Target): Promise<void> {
    if (target.type === 'fcm') {
      if (this.config.push.fcm !== undefined) return;
      throw new AppError('INVALID', { field: 'target.type', message: 'This server pushes nothing by FCM.' });
    }
    try {
      await this.http.check(target.endpoint, CHECK_MS);
    } catch (error) {
      if (!(error instanceof EgressError)) throw error;
      if (error.failure !== 'refused') throw new AppError('UNAVAILABLE', { cause: error });
      throw new AppError('INVALID', { field: 'target.endpoint', message: 'Nothing can be pushed to this endpoint.' });
    }
  }
}

function addressOf(target: TargetName): string {
  return target.type === 'webpush' ? target.endpoint : target.token;
}

function shown({ id, type, deviceId, createdAt, lastUsedAt }: ListedSubscription): PushSubscription {
  return { id, type, deviceId, createdAt: createdAt.toISOString(), lastUsedAt: lastUsedAt?.toISOString() ?? null };
}

import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { AppConfig } from '../../config/index.js';
import { Deliveries } from '../delivery/deliveries.js';
import { FcmChannel } from './fcm/fcm.channel.js';
import { FcmClient } from './fcm/fcm-client.js';
import { LastWord } from './last-word.js';
import { PushComposer } from './push-composer.js';
import { PushSubscriptionRepository } from './push-subscription.repository.js';
import { WebPushChannel } from './web/web-push.channel.js';

/** The ways to devices: browsers always, apps where a Firebase project is configured. */
@Injectable()
export class PushChannels implements OnModuleInit, OnApplicationShutdown {
  private fcm: FcmClient | undefined;

  constructor(
    private readonly config: AppConfig,
    private readonly deliveries: Deliveries,
    private readonly webPush: WebPushChannel,
    private readonly subscriptions: PushSubscriptionRepository,
    private readonly composer: PushComposer,
    private readonly lastWord: LastWord,
  ) {}

  onModuleInit(): void {
    this.deliveries.use(this.lastWord.over(this.webPush));
    const { fcm: account } = this.config.push;
    if (account === undefined) return;
    this.fcm = new FcmClient(account);
    this.deliveries.use(this.lastWord.over(new FcmChannel(this.fcm, this.subscriptions, this.composer)));
  }

  /** When nothing is being sent any more. */
  async onApplicationShutdown(): Promise<void> {
    await this.fcm?.stop();
  }
}

import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import webPush from 'web-push';
import { AppConfig, type VapidPair } from '../../config/index.js';
import { ServerKeyRepository } from './server-key.repository.js';

const NAME = 'vapid';

/** The key pair that browsers know this server by (RFC 8292): as configured, or made once and kept for all nodes. */
@Injectable()
export class VapidKeys implements OnApplicationBootstrap {
  private found: VapidPair | undefined;

  constructor(
    private readonly config: AppConfig,
    private readonly keys: ServerKeyRepository,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.pair();
  }

  async pair(): Promise<VapidPair> {
    this.found ??= this.config.push.vapid ?? pairOf(await this.keys.keep(NAME, () => ({ ...webPush.generateVAPIDKeys() })));
    return this.found;
  }
}

function pairOf({ publicKey, privateKey }: Record<string, unknown>): VapidPair {
  if (typeof publicKey !== 'string' || typeof privateKey !== 'string') throw new Error('The kept VAPID keys are none');
  return { publicKey, privateKey };
}

import { Controller, Get, Ip } from '@nestjs/common';
import { PublicReads } from '../../realtime/index.js';
import { VapidKeys } from './vapid-keys.js';

/** What a browser subscribes with, as `applicationServerKey`. */
@Controller('api/push/vapid-public-key')
export class VapidKeyController {
  constructor(
    private readonly keys: VapidKeys,
    private readonly limits: PublicReads,
  ) {}

  /** The server's public VAPID key, in base64url. */
  @Get()
  async read(@Ip() address: string): Promise<{ publicKey: string }> {
    await this.limits.admit(address);
    const { publicKey } = await this.keys.pair();
    return { publicKey };
  }
}

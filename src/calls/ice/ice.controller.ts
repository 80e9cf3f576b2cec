import { Controller, Get, Header, UseGuards } from '@nestjs/common';
import { BearerGuard, CurrentAsker } from '../../auth/index.js';
import type { IceServers } from '../../protocol/index.js';
import { RateLimits, type Asker } from '../../realtime/index.js';
import { IceServersService } from './ice-servers.service.js';

/** The same as `calls:ice-servers`, for apps that prepare a call before a socket is up, and old clients, which have no such command. */
@Controller('api/calls/ice-servers')
@UseGuards(BearerGuard)
export class IceController {
  constructor(
    private readonly servers: IceServersService,
    private readonly rates: RateLimits,
  ) {}

  /** STUN and TURN servers for a call, with credentials of one's own. */
  @Get()
  // Credentials must not lie in anybody's cache.
  @Header('Cache-Control', 'no-store')
  async list(@CurrentAsker() asker: Asker): Promise<IceServers> {
    await this.rates.admit(asker, 'read', 'refuse');
    return this.servers.of(asker.user.id);
  }
}

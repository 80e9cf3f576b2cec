import { Controller, Get, HttpCode, HttpStatus, Param, Post, Query, UseGuards } from '@nestjs/common';
import { AccountList, Administration, adminOf, BearerGuard, CurrentAsker } from '../../auth/index.js';
import { BodyPipe } from '../../common/body.pipe.js';
import { Refuses } from '../../common/documented.js';
import { PresenceViews } from '../../presence/index.js';
import type { AdminUserDetails, AdminUserPage } from '../../protocol/index.js';
import { RateLimits, type Asker } from '../../realtime/index.js';
import { SupervisedRooms } from '../../rooms/index.js';
import { ListAccountsDto } from './dto/list-accounts.dto.js';

/** People's accounts, for administrators. Roles and bans are changed under `/api/users/:id`. */
@Controller('api/admin/users')
@UseGuards(BearerGuard)
@Refuses('FORBIDDEN')
export class AdminUsersController {
  constructor(
    private readonly accounts: AccountList,
    private readonly administration: Administration,
    private readonly presence: PresenceViews,
    private readonly rooms: SupervisedRooms,
    private readonly rates: RateLimits,
  ) {}

  /** Accounts, newest first, or with `query` those whose name begins so. For administrators. */
  @Get()
  async listAccounts(
    @CurrentAsker() asker: Asker,
    @Query(new BodyPipe(ListAccountsDto)) { banned, ...question }: ListAccountsDto,
  ): Promise<AdminUserPage> {
    await this.rates.admit(asker, 'read', 'refuse');
    return this.accounts.page(adminOf(asker), { ...question, ...(banned && { banned: banned === 'true' }) });
  }

  /** An account: where it is signed in, and when its person was last here. For administrators. */
  @Get(':id')
  @Refuses('USER_NOT_FOUND')
  async findAccount(@CurrentAsker() asker: Asker, @Param('id') id: string): Promise<AdminUserDetails> {
    await this.rates.admit(asker, 'read', 'refuse');
    const { user, sessions } = await this.accounts.find(adminOf(asker), id);
    const [[views], rooms] = await Promise.all([this.presence.of([id]), this.rooms.countOf(id)]);
    const { state = 'offline', lastSeenAt = null } = views?.others ?? {};
    return { user, online: state !== 'offline', lastSeenAt, rooms, sessions };
  }

  /** Closes all of a person's connections, on every node. They may come back. For administrators. */
  @Post(':id/disconnect')
  @Refuses('USER_NOT_FOUND')
  @HttpCode(HttpStatus.NO_CONTENT)
  async disconnectAccount(@CurrentAsker() asker: Asker, @Param('id') id: string): Promise<void> {
    await this.rates.admit(asker, 'manage', 'refuse');
    await this.administration.disconnect(adminOf(asker), id);
  }
}

import { Body, Controller, Get, Put, UseGuards } from '@nestjs/common';
import { BearerGuard, CurrentAsker } from '../../auth/index.js';
import { BodyPipe } from '../../common/body.pipe.js';
import type { NotificationPreferences } from '../../protocol/index.js';
import { RateLimits, type Asker } from '../../realtime/index.js';
import { ReplacePreferencesDto } from './dto/replace-preferences.dto.js';
import { Preferences } from './preferences.service.js';

/** What one chose about being told. */
@Controller('api/notifications/preferences')
@UseGuards(BearerGuard)
export class PreferencesController {
  constructor(
    private readonly preferences: Preferences,
    private readonly rates: RateLimits,
  ) {}

  /** Which kinds of notifications are pushed and listed, and when nothing is pushed. */
  @Get()
  async read(@CurrentAsker() asker: Asker): Promise<NotificationPreferences> {
    await this.rates.admit(asker, 'read', 'refuse');
    return this.preferences.of(asker.user.id);
  }

  /** Replaces all that was chosen: a kind that is left out is on, and without `quietHours` there are none. */
  @Put()
  async replace(
    @CurrentAsker() asker: Asker,
    @Body(new BodyPipe(ReplacePreferencesDto)) wishes: ReplacePreferencesDto,
  ): Promise<NotificationPreferences> {
    await this.rates.admit(asker, 'manage', 'refuse');
    return this.preferences.replace(asker.user.id, wishes);
  }
}

import { Body, Controller, Get, Put, UseGuards } from '@nestjs/common';
import { BearerGuard, CurrentAsker } from '../../auth/index.js';
import { BodyPipe } from '../../common/body.pipe.js';
import type { NotificationPreferences } from '../../protocol/index.js';
import { RateLimits, type Asker } from '../../realtime/index.js';
import { ReplacePreferencesDto } from './dto/replace-preferences.dto.js';
import { Preferences } from './preferences.service.js';

@Controller('api/notifications/preferences')
@UseGuards(BearerGuard)
export class PreferencesController {
  constructor(
    private readonly preferences: Preferences,
    private readonly rates: RateLimits,
  ) {}

  @Get()
  async read(@CurrentAsker() asker: Asker): Promise<NotificationPreferences> {
    await this.rates.admit(asker, 'read', 'refuse');
    return this.preferences.of(asker.user.id);
  }

  @Put()
  async replace(
    @CurrentAsker() asker: Asker,
    @Body(new BodyPipe(ReplacePreferencesDto)) wishes: ReplacePreferencesDto,
  ): Promise<NotificationPreferences> {
    await this.rates.admit(asker, 'manage', 'refuse');
    return this.preferences.replace(asker.user.id, wishes);
  }
}

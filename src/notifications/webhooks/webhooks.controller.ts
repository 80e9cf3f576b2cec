import { Body, Controller, Delete, Get, Header, HttpCode, HttpStatus, Param, Patch, Post, UseGuards } from '@nestjs/common';
import { BearerGuard, CurrentAsker } from '../../auth/index.js';
import { BodyPipe } from '../../common/body.pipe.js';
import type { Webhook, WebhookWithSecret } from '../../protocol/index.js';
import { RateLimits, type Asker } from '../../realtime/index.js';
import { adminOf } from './admin-of.js';
import { NewWebhookDto, WebhookChangeDto } from './dto/webhook.dto.js';
import { Webhooks } from './webhooks.service.js';

/** The webhooks that administrators keep. */
@Controller('api/admin/webhooks')
@UseGuards(BearerGuard)
export class WebhooksController {
  constructor(
    private readonly webhooks: Webhooks,
    private readonly rates: RateLimits,
  ) {}

  @Get()
  async list(@CurrentAsker() asker: Asker): Promise<{ webhooks: Webhook[] }> {
    await this.rates.admit(asker, 'read', 'refuse');
    return { webhooks: await this.webhooks.list(adminOf(asker)) };
  }

  @Get(':id')
  async find(@CurrentAsker() asker: Asker, @Param('id') id: string): Promise<Webhook> {
    await this.rates.admit(asker, 'read', 'refuse');
    return this.webhooks.find(adminOf(asker), id);
  }

  @Post()
  // The secret must not lie in anybody's cache.
  @Header('Cache-Control', 'no-store')
  async create(
    @CurrentAsker() asker: Asker,
    @Body(new BodyPipe(NewWebhookDto)) webhook: NewWebhookDto,
  ): Promise<WebhookWithSecret> {
    await this.rates.admit(asker, 'manage', 'refuse');
    return this.webhooks.create(adminOf(asker), webhook);
  }

  @Patch(':id')
  async update(
    @CurrentAsker() asker: Asker,
    @Param('id') id: string,
    @Body(new BodyPipe(WebhookChangeDto)) change: WebhookChangeDto,
  ): Promise<Webhook> {
    await this.rates.admit(asker, 'manage', 'refuse');
    return this.webhooks.update(adminOf(asker), id, change);
  }

  @Post(':id/rotate')
  @HttpCode(HttpStatus.OK)
  @Header('Cache-Control', 'no-store')
  async rotate(@CurrentAsker() asker: Asker, @Param('id') id: string): Promise<WebhookWithSecret> {
    await this.rates.admit(asker, 'manage', 'refuse');
    return this.webhooks.rotate(adminOf(asker), id);
  }

  @Delete(':id')
  @HttpCode(HttpStatus.NO_CONTENT)
  async remove(@CurrentAsker() asker: Asker, @Param('id') id: string): Promise<void> {
    await this.rates.admit(asker, 'manage', 'refuse');
    await this.webhooks.remove(adminOf(asker), id);
  }
}

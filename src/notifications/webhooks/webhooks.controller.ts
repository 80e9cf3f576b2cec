import { Body, Controller, Delete, Get, Header, HttpCode, HttpStatus, Param, Patch, Post, UseGuards } from '@nestjs/common';
import { adminOf, BearerGuard, CurrentAsker } from '../../auth/index.js';
import { BodyPipe } from '../../common/body.pipe.js';
import { Refuses } from '../../common/documented.js';
import type { Webhook, WebhookWithSecret } from '../../protocol/index.js';
import { RateLimits, type Asker } from '../../realtime/index.js';
import { NewWebhookDto, WebhookChangeDto } from './dto/webhook.dto.js';
import { Webhooks } from './webhooks.service.js';

/** The webhooks that administrators keep. */
@Controller('api/admin/webhooks')
@UseGuards(BearerGuard)
@Refuses('FORBIDDEN')
export class WebhooksController {
  constructor(
    private readonly webhooks: Webhooks,
    private readonly rates: RateLimits,
  ) {}

  /** All webhooks, oldest first. For administrators, as all of these. */
  @Get()
  async list(@CurrentAsker() asker: Asker): Promise<{ webhooks: Webhook[] }> {
    await this.rates.admit(asker, 'read', 'refuse');
    return { webhooks: await this.webhooks.list(adminOf(asker)) };
  }

  /** One webhook. */
  @Get(':id')
  @Refuses('WEBHOOK_NOT_FOUND')
  async find(@CurrentAsker() asker: Asker, @Param('id') id: string): Promise<Webhook> {
    await this.rates.admit(asker, 'read', 'refuse');
    return this.webhooks.find(adminOf(asker), id);
  }

  /** Makes a webhook. Only this answer, and that to rotating it, shows the secret that its posts are signed with. */
  @Post()
  @Refuses('LIMIT_REACHED')
  // The secret must not lie in anybody's cache.
  @Header('Cache-Control', 'no-store')
  async create(
    @CurrentAsker() asker: Asker,
    @Body(new BodyPipe(NewWebhookDto)) webhook: NewWebhookDto,
  ): Promise<WebhookWithSecret> {
    await this.rates.admit(asker, 'manage', 'refuse');
    return this.webhooks.create(adminOf(asker), webhook);
  }

  /** Changes a webhook, or switches it off or on. What is left out stays. */
  @Patch(':id')
  @Refuses('WEBHOOK_NOT_FOUND')
  async update(
    @CurrentAsker() asker: Asker,
    @Param('id') id: string,
    @Body(new BodyPipe(WebhookChangeDto)) change: WebhookChangeDto,
  ): Promise<Webhook> {
    await this.rates.admit(asker, 'manage', 'refuse');
    return this.webhooks.update(adminOf(asker), id, change);
  }

  /** Gives a webhook a new secret; for 24 hours the old one signs as well. */
  @Post(':id/rotate')
  @Refuses('WEBHOOK_NOT_FOUND')
  @HttpCode(HttpStatus.OK)
  @Header('Cache-Control', 'no-store')
  async rotate(@CurrentAsker() asker: Asker, @Param('id') id: string): Promise<WebhookWithSecret> {
    await this.rates.admit(asker, 'manage', 'refuse');
    return this.webhooks.rotate(adminOf(asker), id);
  }

  /** Removes a webhook. What waits for it is not sent any more. */
  @Delete(':id')
  @Refuses('WEBHOOK_NOT_FOUND')
  @HttpCode(HttpStatus.NO_CONTENT)
  async remove(@CurrentAsker() asker: Asker, @Param('id') id: string): Promise<void> {
    await this.rates.admit(asker, 'manage', 'refuse');
    await this.webhooks.remove(adminOf(asker), id);
  }
}

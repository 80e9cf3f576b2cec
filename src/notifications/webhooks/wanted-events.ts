import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { Outbox } from '../../database/index.js';
import { WEBHOOK_EVENTS, type WebhookEvent } from '../../protocol/index.js';
import { ClusterSignals } from '../../realtime/index.js';
import { WebhookRepository } from './webhook.repository.js';

/** A node that no signal reaches writes down for a new webhook from then on at the latest. */
const POLL_MS = 4_000;

/**
 * Has the outbox keep what webhooks want, and nothing else for them. What a webhook wants more is wanted at once on every node that its
 * signal reaches, so before whoever made it is answered; what nobody wants any more, at the next look.
 */
@Injectable()
export class WantedEvents implements OnModuleInit, OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Webhooks');
  private wanted: ReadonlySet<WebhookEvent> = new Set();
  /** Signals so far: what was read before the last one may lack what it told. */
  private told = 0;
  private timer: NodeJS.Timeout | undefined;
  private isStopping = false;

  constructor(
    private readonly webhooks: WebhookRepository,
    private readonly outbox: Outbox,
    private readonly signals: ClusterSignals,
  ) {}

  onModuleInit(): void {
    this.signals.on('webhooks-changed', ({ events }) => {
      this.told += 1;
      this.want([...this.wanted, ...named(events)]);
    });
  }

  /** Until the first look has succeeded the outbox keeps everything. */
  async onApplicationBootstrap(): Promise<void> {
    await this.look();
  }

  onModuleDestroy(): void {
    this.isStopping = true;
    clearTimeout(this.timer);
  }

  private async look(): Promise<void> {
    const { told } = this;
    try {
      const wanted = named(await this.webhooks.wanted());
      if (told === this.told) this.want(wanted);
    } catch (error) {
      this.logger.warn({ err: error }, 'What webhooks want could not be read now; the next look will');
    }
    if (this.isStopping) return;
    this.timer = setTimeout(() => void this.look(), POLL_MS).unref();
  }

  private want(events: Iterable<WebhookEvent>): void {
    this.wanted = new Set(events);
    this.outbox.setWanted(this.wanted);
  }
}

function named(events: readonly (WebhookEvent | '*')[]): readonly WebhookEvent[] {
  return events.includes('*') ? WEBHOOK_EVENTS : events.filter((event) => event !== '*');
}

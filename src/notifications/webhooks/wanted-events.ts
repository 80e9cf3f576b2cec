import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { Sweeping } from '../../common/sweeping.js';
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
  /** Undefined until the first look: what the outbox was not told yet it keeps. */
  private wanted: ReadonlySet<WebhookEvent> | undefined;
  /** Signals so far: what was read before the last one may lack what it told. */
  private told = 0;
  private readonly looking = new Sweeping(
    () => this.look(),
    POLL_MS,
    (error) => {
      this.logger.warn({ err: error }, 'What webhooks want could not be read now; the next look will');
    },
  );

  constructor(
    private readonly webhooks: WebhookRepository,
    private readonly outbox: Outbox,
    private readonly signals: ClusterSignals,
  ) {}

  onModuleInit(): void {
    this.signals.on('webhooks-changed', ({ events }) => {
      this.told += 1;
      if (this.wanted !== undefined) this.want([...this.wanted, ...named(events)]);
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    this.looking.start();
    await this.look();
  }

  onModuleDestroy(): void {
    this.looking.stop();
  }

  private async look(): Promise<void> {
    for (;;) {
      const { told } = this;
      const wanted = named(await this.webhooks.wanted());
      if (told !== this.told) continue;
      this.want(wanted);
      return;
    }
  }

  private want(events: Iterable<WebhookEvent>): void {
    this.wanted = new Set(events);
    this.outbox.setWanted(this.wanted);
  }
}

function named(events: readonly (WebhookEvent | '*')[]): readonly WebhookEvent[] {
  return events.includes('*') ? WEBHOOK_EVENTS : events.filter((event) => event !== '*');
}

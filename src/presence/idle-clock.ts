import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { AppConfig } from '../config/index.js';
import { Standings } from './standings.js';

const MOST_MS = 1_000;
const LEAST_MS = 50;

/**
 * Looks again and again who has become idle or is back: one clock for everybody, since a timer for each person would have to be set
 * anew with each thing they do.
 */
@Injectable()
export class IdleClock implements OnModuleInit, OnModuleDestroy {
  private readonly everyMs: number;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    config: AppConfig,
    private readonly standings: Standings,
  ) {
    this.everyMs = Math.min(MOST_MS, Math.max(LEAST_MS, config.presence.awayMs / 10));
  }

  onModuleInit(): void {
    this.timer = setInterval(() => {
      this.standings.lookAgain();
    }, this.everyMs).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }
}

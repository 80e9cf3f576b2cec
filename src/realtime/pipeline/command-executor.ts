import { Injectable } from '@nestjs/common';
import { COMMANDS, type CommandName } from '../../protocol/index.js';
import type { Connection } from '../connection/connection.js';
import { CommandRegistry } from './command-registry.js';
import { commandSeconds } from './command.metrics.js';
import { refusalOf } from './command-error.filter.js';
import { RateLimits, type Pace } from './rate-limits.js';

/** Carries out one canonical command for a connection: its rate, its handler, its measurement. */
@Injectable()
export class CommandExecutor {
  constructor(
    private readonly registry: CommandRegistry,
    private readonly rates: RateLimits,
  ) {}

  /** Gives the answer's data, or throws an `AppError`. */
  async execute(connection: Connection, command: CommandName, payload: unknown, pace: Pace): Promise<unknown> {
    const started = performance.now();
    let outcome = 'ok';
    try {
      assertWelcome(connection);
      await this.rates.admit(connection, COMMANDS[command].rate, pace);
      // It may have waited for its turn.
      assertWelcome(connection);
      return await this.registry.handlerOf(command)(connection, payload);
    } catch (error) {
      const refusal = refusalOf(error, connection.id);
      outcome = refusal.code;
      throw refusal;
    } finally {
      commandSeconds.observe({ command, outcome }, (performance.now() - started) / 1000);
    }
  }
}

/** What a person said before they lost the right to is not done after. */
function assertWelcome({ dismissal }: Connection): void {
  if (dismissal !== undefined) throw dismissal;
}

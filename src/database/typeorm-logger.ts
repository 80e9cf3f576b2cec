import { Logger as NestLogger } from '@nestjs/common';
import type { Logger } from 'typeorm';

/** TypeORM's warnings, in the house's log. Queries stay out of it: their parameters are what people wrote. */
export class TypeormLogger implements Logger {
  private readonly logger = new NestLogger('Database');

  log(level: 'log' | 'info' | 'warn', message: unknown): void {
    if (level === 'warn') this.logger.warn(String(message));
  }

  logMigration(message: string): void {
    this.logger.debug(message);
  }

  logQuery(): void {}
  logQueryError(): void {}
  logQuerySlow(): void {}
  logSchemaBuild(): void {}
}

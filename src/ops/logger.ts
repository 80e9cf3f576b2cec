import type { LoggerService } from '@nestjs/common';
import { pino, type Logger as Pino } from 'pino';
import type { OpsConfig } from '../config/index.js';

/** Keys whose values never reach a log, at the top of an entry or one level below. */
const SECRETS = ['token', 'password', 'secret', 'authorization', 'cookie', 'jwtSecret', 'passwordHash'];

/** Parts of Nest that tell how the application is put together: of interest to whoever works on it. */
const INTERNAL = new Set([
  'InstanceLoader',
  'NestApplication',
  'NestFactory',
  'RouterExplorer',
  'RoutesResolver',
  'WebSocketsController',
]);

/** Nest's log calls as pino entries: JSON for machines, lines for people. */
export class PinoLogger implements LoggerService {
  private readonly pino: Pino;

  constructor({ logLevel, logFormat }: OpsConfig) {
    this.pino = pino({
      level: logLevel,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: SECRETS.flatMap((key) => [key, `*.${key}`]), censor: '[secret]' },
      ...(logFormat === 'pretty'
        ? { transport: { target: 'pino-pretty', options: { ignore: 'pid,hostname', singleLine: true } } }
        : {}),
    });
  }

  log(message: unknown, ...rest: unknown[]): void {
    this.write(INTERNAL.has(String(rest.at(-1))) ? 'debug' : 'info', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
  }

  /** Nest puts the name of the part that speaks last, and what belongs to an object before it. */
  private write(level: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal', message: unknown, rest: unknown[]): void {
    const context = rest.at(-1);
    const text = rest.length > 1 ? rest[0] : undefined;
    if (message instanceof Error) this.pino[level]({ context, err: message }, message.message);
    else if (typeof message === 'object' && message !== null)
      this.pino[level]({ context, ...message }, typeof text === 'string' ? text : undefined);
    else this.pino[level]({ context, ...(text === undefined ? {} : { detail: text }) }, String(message));
  }
}

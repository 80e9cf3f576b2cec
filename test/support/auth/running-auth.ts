import { Controller, Get, Global, Module, UseGuards } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { EventEmitterModule } from '@nestjs/event-emitter';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import jwt from 'jsonwebtoken';
import { rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { AuthModule, ConnectionAuthenticatorService, CurrentUser, OptionalBearerGuard } from '../../../src/auth/index.js';
import { CommonModule } from '../../../src/common/common.module.js';
import { HttpErrorFilter } from '../../../src/common/http-error.filter.js';
import { ConfigModule, loadConfig } from '../../../src/config/index.js';
import { DatabaseModule } from '../../../src/database/index.js';
import type { User } from '../../../src/protocol/index.js';
import {
  ClusterBus,
  ClusterSignals,
  ConnectionTable,
  Limiters,
  LocalLimiters,
  Publisher,
  RateLimits,
  SingleNodeBus,
  type Identity,
} from '../../../src/realtime/index.js';
import { startPostgres } from '../postgres.js';
import { runDirectory } from '../test-run.js';

export const AUTH_SECRET = 'a secret of the tests, longer than thirty-two bytes';
export const PASSWORD = 'correct horse';

export interface AuthAnswer {
  status: number;
  headers: Headers;
  body: Record<string, unknown>;
}

@Controller('whoami')
class WhoAmIController {
  @Get()
  @UseGuards(OptionalBearerGuard)
  who(@CurrentUser() user?: User): { id: string | null } {
    return { id: user?.id ?? null };
  }

  @Get('broken')
  broken(): never {
    throw new Error('a secret detail');
  }
}

/** A node without connections. */
@Global()
@Module({
  providers: [
    { provide: ClusterBus, useClass: SingleNodeBus },
    ClusterSignals,
    { provide: ConnectionTable, useValue: { ofUser: () => [], countOf: () => 0 } },
    { provide: Publisher, useValue: {} },
    { provide: Limiters, useClass: LocalLimiters },
    RateLimits,
  ],
  exports: [ClusterSignals, ConnectionTable, Limiters, Publisher, RateLimits],
})
class QuietRealtimeModule {}

/** A token as the app's own backend makes it. */
export function appToken(claims: object): string {
  return jwt.sign(claims, AUTH_SECRET, { expiresIn: 600 });
}

/** The auth feature in this process, over HTTP and on a PostgreSQL of its own, without the realtime layer. */
export class RunningAuth {
  private constructor(
    readonly app: NestExpressApplication,
    private readonly origin: string,
    private readonly end: () => Promise<void>,
  ) {}

  static async start(settings: Record<string, string> = {}): Promise<RunningAuth> {
    const isOwnRun = process.env.TEST_RUN_DIR === undefined;
    const postgres = await startPostgres();
    const DATABASE_URL = await postgres.createDatabase();
    const config = loadConfig({ DATABASE_URL, JWT_SECRET: AUTH_SECRET, RATE_REGISTRATIONS_PER_HOUR: '1000', ...settings });
    const module = await Test.createTestingModule({
      imports: [
        ConfigModule.forRoot(config),
        EventEmitterModule.forRoot(),
        CommonModule,
        DatabaseModule.forRoot(),
        QuietRealtimeModule,
        AuthModule,
      ],
      controllers: [WhoAmIController],
      providers: [{ provide: APP_FILTER, useClass: HttpErrorFilter }],
    }).compile();
    const app = module.createNestApplication<NestExpressApplication>({ bodyParser: false, logger: false });
    app.useBodyParser('json', { limit: config.realtime.maxFrameBytes });
    await app.listen(0, '127.0.0.1');
    const { port } = (app.getHttpServer() as { address(): AddressInfo }).address();
    return new RunningAuth(app, `http://127.0.0.1:${port}`, async () => {
      await app.close();
      await postgres.kill();
      if (isOwnRun) await rm(runDirectory(), { recursive: true });
    });
  }

  stop(): Promise<void> {
    return this.end();
  }

  async request(method: string, path: string, { token, body }: { token?: string; body?: unknown } = {}): Promise<AuthAnswer> {
    const response = await fetch(this.origin + path, {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return { status: response.status, headers: response.headers, body: (await response.json()) as Record<string, unknown> };
  }

  register(username: unknown, password: unknown = PASSWORD): Promise<AuthAnswer> {
    return this.request('POST', '/api/auth/register', { body: { username, password } });
  }

  login(username: string, password: string): Promise<AuthAnswer> {
    return this.request('POST', '/api/auth/login', { body: { username, password } });
  }

  connect(token: string): Promise<Identity> {
    return this.app.get(ConnectionAuthenticatorService).authenticate({ token, cookie: undefined, dialect: 'skill-lift' });
  }
}

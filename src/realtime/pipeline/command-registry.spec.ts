import { Injectable, Module, UseFilters, UseGuards, UseInterceptors, UsePipes } from '@nestjs/common';
import type { CanActivate, ExceptionFilter, ExecutionContext, NestInterceptor, PipeTransform, Type } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { ConnectedSocket, MessageBody, WebSocketGateway } from '@nestjs/websockets';
import { describe, expect, it } from '@jest/globals';
import { IsOptional, IsString } from 'class-validator';
import 'reflect-metadata';
import { map, type Observable } from 'rxjs';
import type { CallHandler } from '@nestjs/common';
import { aLiveConnection, configOf } from '../../../test/support/realtime/live.js';
import { AppError } from '../../common/index.js';
import { AppConfig } from '../../config/index.js';
import { COMMANDS } from '../../protocol/index.js';
import type { Connection } from '../connection/connection.js';
import { Command } from './command.decorator.js';
import { CommandRegistry } from './command-registry.js';

class SomeDto {
  @IsOptional()
  @IsString()
  text?: string;
}

type AnyCommand = (name: string, dto: Type) => MethodDecorator;
/** The map ties payload and answer to a command; these specs are about any command. */
const handles = Command as unknown as AnyCommand;

/** A gateway that has a handler, called `answer`, for each of these commands. */
function gatewayOf(
  commands: readonly string[],
  answer: (connection: Connection, payload: unknown) => unknown = () => ({}),
): Type {
  @WebSocketGateway()
  class SomeGateway {}
  for (const [index, command] of commands.entries()) {
    const method = `handler${index}`;
    Object.defineProperty(SomeGateway.prototype, method, {
      configurable: true,
      writable: true,
      value: (connection: Connection, payload: unknown) => answer(connection, payload),
    });
    const descriptor = Object.getOwnPropertyDescriptor(SomeGateway.prototype, method)!;
    Reflect.defineMetadata('design:paramtypes', [Object, SomeDto], SomeGateway.prototype, method);
    ConnectedSocket()(SomeGateway.prototype, method, 0);
    MessageBody()(SomeGateway.prototype, method, 1);
    handles(command, SomeDto)(SomeGateway.prototype, method, descriptor);
  }
  return SomeGateway;
}

async function registryWith(...gateways: Type[]): Promise<CommandRegistry> {
  @Module({
    imports: [DiscoveryModule],
    providers: [CommandRegistry, { provide: AppConfig, useValue: configOf() }, ...gateways],
  })
  class SomeModule {}
  const module = await Test.createTestingModule({ imports: [SomeModule] })
    .setLogger(SILENT)
    .compile();
  const registry = module.get(CommandRegistry);
  registry.onApplicationBootstrap();
  return registry;
}

/** A crash is logged whole; here it is made on purpose. */
const SILENT = { log: ignore, error: ignore, warn: ignore };

const ALL = Object.keys(COMMANDS);
const OTHERS = ALL.filter((command) => command !== 'auth:me');

describe('CommandRegistry', () => {
  it('finds the handler of every command of the map', async () => {
    const registry = await registryWith(gatewayOf(ALL, (_connection, payload) => payload));
    await expect(registry.handlerOf('chat:send')(aLiveConnection(), { text: 'x' })).resolves.toEqual({ text: 'x' });
  });

  it('stops the start when a command has no handler', async () => {
    await expect(registryWith(gatewayOf(OTHERS))).rejects.toThrow('No gateway handles auth:me');
  });

  it('stops the start when a command has two', async () => {
    await expect(registryWith(gatewayOf(ALL), gatewayOf(['chat:send']))).rejects.toThrow('Two gateways handle chat:send');
  });

  it('stops the start when a handler’s command is not in the map', async () => {
    await expect(registryWith(gatewayOf([...ALL, 'chat:shout']))).rejects.toThrow('chat:shout is not in the command map');
  });
});

describe('a command handler', () => {
  const refusalOf = async (registry: CommandRegistry, payload: unknown, connection = aLiveConnection()): Promise<AppError> => {
    const error: unknown = await registry
      .handlerOf('auth:me')(connection, payload)
      .then(
        () => new Error('It was not refused'),
        (reason: unknown) => reason,
      );
    if (error instanceof AppError) return error;
    throw error;
  };

  it('gets the connection and an instance of its DTO, without unknown fields', async () => {
    const seen: unknown[] = [];
    const registry = await registryWith(gatewayOf(ALL, (connection, payload) => void seen.push(connection, payload)));
    const connection = aLiveConnection();
    await registry.handlerOf('auth:me')(connection, { text: 'x', role: 'admin' });
    expect(seen[0]).toBe(connection);
    expect(seen[1]).toBeInstanceOf(SomeDto);
    expect(seen[1]).toEqual({ text: 'x' });
  });

  it('is not reached by a payload its DTO refuses', async () => {
    const registry = await registryWith(gatewayOf(ALL, never));
    expect(await refusalOf(registry, { text: 12 })).toMatchObject({ code: 'INVALID', field: 'text' });
  });

  it('is not reached once the token has run out', async () => {
    const registry = await registryWith(gatewayOf(ALL, never));
    expect(await refusalOf(registry, {}, aLiveConnection({ expiresAt: Date.now() - 31_000 }))).toMatchObject({
      code: 'TOKEN_EXPIRED',
    });
  });

  it('is still reached within the grace after that', async () => {
    const registry = await registryWith(gatewayOf(ALL));
    await expect(registry.handlerOf('auth:me')(aLiveConnection({ expiresAt: Date.now() - 29_000 }), {})).resolves.toEqual({});
  });

  it('may refuse with an error of ours, which comes as it is', async () => {
    const refusal = new AppError('ROOM_FULL');
    const registry = await registryWith(gatewayOf(ALL, () => Promise.reject(refusal)));
    expect(await refusalOf(registry, {})).toBe(refusal);
  });

  it('that crashes answers INTERNAL with a correlation id and nothing else', async () => {
    const crash = () => {
      throw new TypeError('cannot read password of undefined');
    };
    const registry = await registryWith(gatewayOf(ALL, crash));
    const answer = (await refusalOf(registry, {})).toPublic();
    const known = { code: 'INTERNAL', message: 'Something went wrong on the server.', retryable: false };
    expect(answer).toEqual({ ...known, correlationId: expect.stringMatching(/^[0-9a-f-]{36}$/) });
  });
});

describe('Nest’s own enhancers on a command handler', () => {
  const log: string[] = [];

  @Injectable()
  class DoorGuard implements CanActivate {
    canActivate(context: ExecutionContext): boolean {
      log.push(`guard ${context.getType()} ${context.switchToWs().getClient<Connection>().id}`);
      if (context.switchToWs().getData<SomeDto>().text === 'closed') throw new AppError('FORBIDDEN');
      return true;
    }
  }

  @Injectable()
  class LoudPipe implements PipeTransform {
    transform(value: unknown): unknown {
      return value instanceof SomeDto ? Object.assign(value, { text: value.text?.toUpperCase() }) : value;
    }
  }

  @Injectable()
  class EchoInterceptor implements NestInterceptor {
    intercept(_context: ExecutionContext, next: CallHandler<unknown>): Observable<unknown> {
      return next.handle().pipe(map((answer) => ({ intercepted: answer })));
    }
  }

  class OwnError extends Error {}

  class OwnFilter implements ExceptionFilter {
    catch(exception: unknown): never {
      throw exception instanceof OwnError ? new AppError('MUTED') : exception;
    }
  }

  @WebSocketGateway()
  @UseGuards(DoorGuard)
  @UseInterceptors(EchoInterceptor)
  class EnhancedGateway {
    me(_connection: Connection, { text }: SomeDto): string {
      if (text === 'OWN') throw new OwnError();
      return `heard ${String(text)}`;
    }
  }
  const descriptor = Object.getOwnPropertyDescriptor(EnhancedGateway.prototype, 'me')!;
  ConnectedSocket()(EnhancedGateway.prototype, 'me', 0);
  MessageBody()(EnhancedGateway.prototype, 'me', 1);
  handles('auth:me', SomeDto)(EnhancedGateway.prototype, 'me', descriptor);
  UsePipes(LoudPipe)(EnhancedGateway.prototype, 'me', descriptor);
  UseFilters(OwnFilter)(EnhancedGateway.prototype, 'me', descriptor);

  it('all apply', async () => {
    const handler = (await registryWith(EnhancedGateway, gatewayOf(OTHERS))).handlerOf('auth:me');
    const connection = aLiveConnection();
    log.length = 0;
    await expect(handler(connection, { text: 'x' })).resolves.toEqual({ intercepted: 'heard X' });
    expect(log).toEqual(['guard ws connection-1']);
    await expect(handler(connection, { text: 'closed' })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(handler(connection, { text: 'own' })).rejects.toMatchObject({ code: 'MUTED' });
    await expect(handler(connection, { text: 12 })).rejects.toMatchObject({ code: 'INVALID' });
  });
});

function ignore(): void {
  // Nobody reads it.
}

function never(): never {
  throw new Error('The handler was reached');
}

import { Logger, UseFilters, UseGuards, UseInterceptors, UsePipes } from '@nestjs/common';
import { ApplicationConfig } from '@nestjs/core';
import { ConnectedSocket, MessageBody } from '@nestjs/websockets';
import { describe, expect, it } from '@jest/globals';
import { IsOptional, IsString } from 'class-validator';
import 'reflect-metadata';
import { aLiveConnection } from '../../../test/support/realtime/live.js';
import { AppError } from '../../common/index.js';
import { Command } from './command.decorator.js';
import { directHandler } from './direct-handler.js';

class SomeDto {
  @IsOptional()
  @IsString()
  text?: string;
}

type Callback = (...args: unknown[]) => unknown;
type Parameter = (target: object, method: string, index: number) => void;

/** A guard, pipe, filter and interceptor in one, none of which is ever asked here. */
const OTHER = { canActivate: () => true, transform: (value: unknown) => value, catch: () => undefined, intercept: never };

const CONNECTION_AND_PAYLOAD = [ConnectedSocket(), MessageBody()] as unknown as Parameter[];

/** A gateway with one command, and what there is of a direct handler for it. */
function direct(
  callback: Callback = (_connection, payload) => payload,
  { parameters = CONNECTION_AND_PAYLOAD, more = [] as MethodDecorator[], onClass = [] as ClassDecorator[], app = {} } = {},
): ReturnType<typeof directHandler> {
  class SomeGateway {
    readonly name = 'gateway';
  }
  const descriptor = { configurable: true, writable: true, value: callback };
  Object.defineProperty(SomeGateway.prototype, 'me', descriptor);
  for (const [index, decorate] of parameters.entries()) decorate(SomeGateway.prototype, 'me', index);
  const command = (Command as unknown as (name: string, dto: typeof SomeDto) => MethodDecorator)('auth:me', SomeDto);
  for (const decorate of [command, ...more]) decorate(SomeGateway.prototype, 'me', descriptor);
  for (const decorate of onClass) decorate(SomeGateway);
  return directHandler(new SomeGateway(), callback, 'me', Object.assign(new ApplicationConfig(), app));
}

describe('A direct handler', () => {
  const connection = aLiveConnection();

  it('calls the gateway’s method as its own, with the connection and an instance of the DTO where they are asked for', async () => {
    const seen: unknown[] = [];
    const answer = await direct(function (this: unknown, ...args: unknown[]) {
      seen.push(this, ...args);
      return 'answer';
    })?.(connection, { text: 'x', role: 'admin' });
    expect(answer).toBe('answer');
    expect(seen).toEqual([{ name: 'gateway' }, connection, { text: 'x' }]);
    expect(seen[2]).toBeInstanceOf(SomeDto);
  });

  it('finds either alone, and both the other way round', async () => {
    const run = (...parameters: unknown[]) =>
      direct((...given) => given, { parameters: parameters as Parameter[] })?.(connection, { text: 'x' });
    await expect(run()).resolves.toEqual([]);
    await expect(run(ConnectedSocket())).resolves.toEqual([connection]);
    await expect(run(MessageBody())).resolves.toEqual([{ text: 'x' }]);
    await expect(run(MessageBody(), ConnectedSocket())).resolves.toEqual([{ text: 'x' }, connection]);
  });

  it('takes no payload for an empty one', async () => {
    await expect(direct()?.(connection, undefined)).resolves.toEqual({});
    await expect(direct()?.(connection, null)).resolves.toEqual({});
  });

  it('lets nothing through that the DTO refuses, nor anybody whose token has run out', async () => {
    const handler = direct(never);
    await expect(handler?.(connection, { text: 12 })).rejects.toMatchObject({ code: 'INVALID', field: 'text' });
    const late = aLiveConnection({ expiresAt: Date.now() - 31_000 });
    await expect(handler?.(late, {})).rejects.toMatchObject({ code: 'TOKEN_EXPIRED' });
  });

  it('gives refusals as they are, thrown at once or later', async () => {
    const refusal = new AppError('ROOM_FULL');
    const thrown = direct(() => {
      throw refusal;
    });
    await expect(thrown?.(connection, {})).rejects.toBe(refusal);
    await expect(direct(() => Promise.reject(refusal))?.(connection, {})).rejects.toBe(refusal);
  });

  it('gives a crash as INTERNAL, also one that comes later', async () => {
    // It is logged whole.
    Logger.overrideLogger(false);
    const crash = new TypeError('cannot read password of undefined');
    await expect(direct(() => Promise.reject(crash))?.(connection, {})).rejects.toMatchObject({ code: 'INTERNAL', cause: crash });
  });

  const others: [string, Parameters<typeof direct>[1]][] = [
    ['a guard of its own', { more: [UseGuards(OTHER)] }],
    ['a pipe of its own', { more: [UsePipes(OTHER)] }],
    ['a filter of its own', { more: [UseFilters(OTHER)] }],
    ['an interceptor of its own', { more: [UseInterceptors(OTHER)] }],
    ['a gateway with a guard', { onClass: [UseGuards(OTHER)] }],
    ['a gateway with a pipe', { onClass: [UsePipes(OTHER)] }],
    ['a gateway with a filter', { onClass: [UseFilters(OTHER)] }],
    ['a gateway with an interceptor', { onClass: [UseInterceptors(OTHER)] }],
    ['a guard of the app', { app: { getGlobalGuards: () => [OTHER] } }],
    ['a guard of the app that is made for each request', { app: { getGlobalRequestGuards: () => [OTHER] } }],
    ['a pipe of the app', { app: { getGlobalPipes: () => [OTHER] } }],
    ['a pipe of the app that is made for each request', { app: { getGlobalRequestPipes: () => [OTHER] } }],
    ['an interceptor of the app', { app: { getGlobalInterceptors: () => [OTHER] } }],
    ['an interceptor of the app that is made for each request', { app: { getGlobalRequestInterceptors: () => [OTHER] } }],
    ['a parameter that is one field', { parameters: [MessageBody('text')] as unknown as Parameter[] }],
    ['a parameter with a pipe', { parameters: [MessageBody(OTHER)] as unknown as Parameter[] }],
  ];
  it.each(others)('is none where there is %s: then Nest carries it out', (_what, options) => {
    expect(direct(undefined, options)).toBeUndefined();
  });
});

function never(): never {
  throw new Error('It was reached');
}

import type { Type } from '@nestjs/common';
import { EXCEPTION_FILTERS_METADATA, GUARDS_METADATA, INTERCEPTORS_METADATA, PIPES_METADATA } from '@nestjs/common/constants.js';
import type { ApplicationConfig } from '@nestjs/core';
import { PARAM_ARGS_METADATA } from '@nestjs/websockets/constants.js';
import { WsParamtype } from '@nestjs/websockets/enums/ws-paramtype.enum.js';
import { validatePlainJson } from '../../common/validation.js';
import type { Connection } from '../connection/connection.js';
import { assertNotExpired } from './authenticated.guard.js';
import { refusalOf } from './command-error.filter.js';
import { PAYLOAD_METADATA } from './command.decorator.js';

type Callback = (...args: unknown[]) => unknown;

interface Parameter {
  readonly index: number;
  readonly data?: unknown;
  readonly pipes?: readonly unknown[];
}

/**
 * A handler around which stands nothing but what `@Command` puts there: the same guard, pipe and filter as plain calls. Nest carries
 * them out with some twenty promises a command, which is more than most commands take. Undefined where the gateway has enhancers of
 * its own, or all of the app has: then Nest is to carry them out.
 */
export function directHandler(
  gateway: object,
  callback: Callback,
  method: string,
  app: ApplicationConfig,
): ((connection: Connection, payload: unknown) => Promise<unknown>) | undefined {
  if (hasOtherEnhancers(gateway, callback, app)) return undefined;
  const parameters = (Reflect.getMetadata(PARAM_ARGS_METADATA, gateway.constructor, method) ?? {}) as Record<string, Parameter>;
  const places = placesOf(parameters);
  if (places === undefined) return undefined;
  const dto = Reflect.getMetadata(PAYLOAD_METADATA, callback) as Type<object>;
  return async (connection, payload) => {
    try {
      assertNotExpired(connection);
      const args: unknown[] = [];
      if (places.socket !== undefined) args[places.socket] = connection;
      if (places.payload !== undefined) {
        args[places.payload] = validatePlainJson(dto, (payload ?? {}) as Record<string, unknown>);
      }
      return await callback.apply(gateway, args);
    } catch (error) {
      throw refusalOf(error, connection.id);
    }
  };
}

/** Each method has one guard, one pipe and one filter of ours. */
function hasOtherEnhancers(gateway: object, callback: Callback, app: ApplicationConfig): boolean {
  const all = [GUARDS_METADATA, PIPES_METADATA, EXCEPTION_FILTERS_METADATA, INTERCEPTORS_METADATA];
  const own = all.map((key) => (Reflect.getMetadata(key, callback) as unknown[] | undefined)?.length ?? 0);
  if (own.join() !== '1,1,1,0' || all.some((key) => Reflect.hasMetadata(key, gateway.constructor))) return true;
  // Filters of the whole app don't matter: ours catches everything first.
  return [
    ...[app.getGlobalGuards(), app.getGlobalRequestGuards()],
    ...[app.getGlobalPipes(), app.getGlobalRequestPipes()],
    ...[app.getGlobalInterceptors(), app.getGlobalRequestInterceptors()],
  ].some(({ length }) => length > 0);
}

/** Where the connection and the payload go; undefined where there are parameters of other kinds, or with pipes of their own. */
function placesOf(parameters: Readonly<Record<string, Parameter>>): { socket?: number; payload?: number } | undefined {
  const places: { socket?: number; payload?: number } = {};
  for (const [key, { index, data, pipes = [] }] of Object.entries(parameters)) {
    if (data !== undefined || pipes.length > 0) return undefined;
    const [type] = key.split(':');
    if (Number(type) === (WsParamtype.SOCKET as number)) places.socket = index;
    else if (Number(type) === (WsParamtype.PAYLOAD as number)) places.payload = index;
    else return undefined;
  }
  return places;
}

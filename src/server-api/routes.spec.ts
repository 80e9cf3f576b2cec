import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { RequestMethod } from '@nestjs/common';
import { GUARDS_METADATA, INTERCEPTORS_METADATA, METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { ROUTES } from '../../test/contract/server-api/routes.js';
import { KeyGuard } from './requests/key.guard.js';
import { SCOPE } from './requests/scope-metadata.js';
import { ServerRequests } from './requests/server-requests.interceptor.js';
import { SERVER_CONTROLLERS } from './server-api.module.js';

interface Route {
  name: string;
  handler: object;
}

const routes: Route[] = SERVER_CONTROLLERS.flatMap((controller) => {
  const prototype = controller.prototype as object;
  const handlers = Object.getOwnPropertyNames(prototype).map((name) => Reflect.get(prototype, name) as object);
  return handlers
    .filter((handler) => Reflect.hasMetadata(METHOD_METADATA, handler))
    .map((handler) => {
      const method = RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as number];
      const parts = [controller, handler].map((part) => Reflect.getMetadata(PATH_METADATA, part) as string);
      return { name: `${String(method)} /${parts.filter((part) => part !== '/').join('/')}`, handler };
    });
});

describe('routes of the server API', () => {
  it('each has its row in the table that the contract tests go through', () => {
    const scoped = routes.map(({ name, handler }) => [name, Reflect.getMetadata(SCOPE, handler) as string]);
    expect(scoped.toSorted()).toEqual(ROUTES.map((row) => [...row]).toSorted());
  });

  it.each(routes)('$name asks for a key, is audited and done once', ({ handler }) => {
    expect(Reflect.getMetadata(GUARDS_METADATA, handler)).toEqual([KeyGuard]);
    expect(Reflect.getMetadata(INTERCEPTORS_METADATA, handler)).toEqual([ServerRequests]);
  });
});

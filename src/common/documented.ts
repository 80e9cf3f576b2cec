import { SetMetadata, type Type } from '@nestjs/common';
import type { OperationObject, ParameterObject } from '@nestjs/swagger';
import type { ErrorCode } from '../protocol/index.js';

/** What a request shows to be let in: a person's access token, the key of the app's own backend, or nothing. */
export type Credential = 'bearer' | 'apiKey' | 'nothing';

/** What `/docs` is told of a route, a controller or a guard, where their types and docstrings do not say it. */
export interface Documented {
  readonly refuses?: readonly ErrorCode[];
  readonly credentials?: readonly Credential[];
  readonly takes?: Type;
  readonly headersOfChanges?: readonly ParameterObject[];
  readonly operation?: Partial<OperationObject>;
}

const KEY = {
  refuses: 'lyceum:refuses',
  credentials: 'lyceum:credentials',
  takes: 'lyceum:takes',
  headersOfChanges: 'lyceum:headers-of-changes',
  operation: 'lyceum:operation',
};

/**
 * On a route, a controller or a guard: codes it may refuse with, beside those that follow from what else is said: `INVALID` and
 * `TOO_LARGE` from inputs, the guards' own, and of all routes `RATE_LIMITED`, `INTERNAL` and `UNAVAILABLE`.
 */
export const Refuses = (...codes: ErrorCode[]) => SetMetadata(KEY.refuses, codes);

/** On a guard: one of these lets in. */
export const Credentials = (...credentials: Credential[]) => SetMetadata(KEY.credentials, credentials);

/** On a route whose body is read before its handler, by a guard: what it is. */
export const Takes = (dto: Type) => SetMetadata(KEY.takes, dto);

/** On a route: a header that may be sent with it, unless it only asks for something (`GET`). */
export const HeaderOfChanges = (header: Omit<ParameterObject, 'in'>) =>
  SetMetadata(KEY.headersOfChanges, [{ ...header, in: 'header' }]);

/** On a route: OpenAPI for what is not JSON, such as uploads and downloads. It replaces what would be said else. */
export const Described = (operation: Partial<OperationObject>) => SetMetadata(KEY.operation, operation);

/** What was said of it with the decorators above. */
export function documentedOf(target: object): Documented {
  const read = <Name extends keyof typeof KEY>(name: Name) => Reflect.getMetadata(KEY[name], target) as Documented[Name];
  return {
    refuses: read('refuses'),
    credentials: read('credentials'),
    takes: read('takes'),
    headersOfChanges: read('headersOfChanges'),
    operation: read('operation'),
  };
}

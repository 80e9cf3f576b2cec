import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { AppError } from '../../common/index.js';
import type { Identity } from '../../realtime/index.js';

const identities = new WeakMap<Request, Identity>();

/** What the request's token said, beside the person that passport keeps. */
export function rememberIdentity(request: Request, identity: Identity): void {
  identities.set(request, identity);
}

/** The identity that `BearerGuard` let in: the person with the login session they came by. */
export const CurrentIdentity = createParamDecorator((_: unknown, context: ExecutionContext): Identity => {
  const identity = identities.get(context.switchToHttp().getRequest<Request>());
  if (identity === undefined) throw new AppError('UNAUTHENTICATED');
  return identity;
});

import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import type { User } from '../../protocol/index.js';

/** The person a guard let in: a `User`, or undefined where `OptionalBearerGuard` let nobody in particular in. */
export const CurrentUser = createParamDecorator((_: unknown, context: ExecutionContext): User | undefined => {
  return context.switchToHttp().getRequest<Request>().user as User | undefined;
});

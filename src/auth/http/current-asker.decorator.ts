import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { AppError } from '../../common/index.js';
import type { User } from '../../protocol/index.js';
import type { Asker } from '../../realtime/index.js';

const NO_ROOMS: Asker['rooms'] = new Map();

/** The person `BearerGuard` let in, as services know who asks. */
export const CurrentAsker = createParamDecorator((_: unknown, context: ExecutionContext): Asker => {
  const { user, ip } = context.switchToHttp().getRequest<Request>();
  if (user === undefined) throw new AppError('UNAUTHENTICATED');
  return { user: user as User, address: ip ?? '', rooms: NO_ROOMS };
});

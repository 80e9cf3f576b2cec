import { Injectable, type ExecutionContext } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import type { Request } from 'express';
import { Credentials, Refuses } from '../../common/documented.js';
import { AppError } from '../../common/index.js';

/** Lets in who shows a good token in the `Authorization` header. Refuses as `IdentityService.identify`. */
@Injectable()
@Credentials('bearer')
@Refuses('UNAUTHENTICATED', 'TOKEN_EXPIRED', 'SESSION_REVOKED', 'IDENTITY_CONFLICT', 'FORBIDDEN')
export class BearerGuard extends AuthGuard('bearer') {
  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request>();
    // RFC 6750 has a token in the URL or the body too, where logs and caches keep it.
    if (hasToken(request.query) || hasToken(request.body)) {
      throw new AppError('UNAUTHENTICATED', { message: 'Send the token in the Authorization header, nowhere else.' });
    }
    return (await super.canActivate(context)) as boolean;
  }

  override handleRequest<T>(error: unknown, user: T | false | null): T {
    if (error instanceof Error) throw error;
    if (user === false || user === null) throw new AppError('UNAUTHENTICATED');
    return user;
  }
}

/** Lets everybody in; who shows a token must show a good one. */
@Injectable()
@Credentials('bearer', 'nothing')
export class OptionalBearerGuard extends BearerGuard {
  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const { headers } = context.switchToHttp().getRequest<Request>();
    return headers.authorization === undefined ? true : super.canActivate(context);
  }
}

function hasToken(fields: unknown): boolean {
  return typeof fields === 'object' && fields !== null && 'access_token' in fields;
}

import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { AppError } from '../common/index.js';
import { AppConfig } from '../config/index.js';

/** Where guests may not connect, nobody may use sessions over HTTP without a login either. Goes after a guard that knows who asks. */
@Injectable()
export class GuestAccessGuard implements CanActivate {
  constructor(private readonly config: AppConfig) {}

  canActivate(context: ExecutionContext): boolean {
    if (context.switchToHttp().getRequest<Request>().user === undefined && !this.config.auth.guestsAllowed) {
      throw new AppError('UNAUTHENTICATED');
    }
    return true;
  }
}

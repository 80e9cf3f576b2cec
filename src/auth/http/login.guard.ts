import { Injectable, type ExecutionContext } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import type { Request } from 'express';
import { BodyPipe } from '../../common/body.pipe.js';
import { Refuses } from '../../common/documented.js';
import { AppError } from '../../common/index.js';
import { LoginDto } from '../dto/login.dto.js';

const body = new BodyPipe(LoginDto);

/** Lets in who shows a username and its password. Refuses with `INVALID`, or as `AuthService.checkPassword`. */
@Injectable()
@Refuses('INVALID_CREDENTIALS', 'FORBIDDEN')
export class LoginGuard extends AuthGuard('local') {
  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request>();
    // Guards run before pipes, and passport would take what it misses in the body from the URL.
    request.body = body.transform(request.body);
    return (await super.canActivate(context)) as boolean;
  }

  override handleRequest<T>(error: unknown, user: T | false | null): T {
    if (error instanceof Error) throw error;
    if (user === false || user === null) throw new AppError('INVALID_CREDENTIALS');
    return user;
  }
}

import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { Request } from 'express';
import { Strategy } from 'passport-http-bearer';
import type { User } from '../../protocol/index.js';
import { IdentityService } from '../identity.service.js';
import { rememberIdentity } from './current-identity.decorator.js';

/** The same tokens as on a connection, in the `Authorization` header. */
@Injectable()
export class BearerStrategy extends PassportStrategy(Strategy) {
  constructor(private readonly identities: IdentityService) {
    super({ passReqToCallback: true });
  }

  async validate(request: Request, token: string): Promise<User> {
    const identity = await this.identities.identify(token);
    rememberIdentity(request, identity);
    return identity.user;
  }
}

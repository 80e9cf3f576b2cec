import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { Strategy } from 'passport-http-bearer';
import type { User } from '../../protocol/index.js';
import { IdentityService } from '../identity.service.js';

/** The same tokens as on a connection, in the `Authorization` header. */
@Injectable()
export class BearerStrategy extends PassportStrategy(Strategy) {
  constructor(private readonly identities: IdentityService) {
    super();
  }

  async validate(token: string): Promise<User> {
    const { user } = await this.identities.identify(token);
    return user;
  }
}

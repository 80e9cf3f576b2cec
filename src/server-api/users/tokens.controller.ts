import { Body, Controller, Header, HttpCode, HttpStatus, Post } from '@nestjs/common';
import { AppPeople } from '../../auth/index.js';
import { BodyPipe } from '../../common/body.pipe.js';
import { Refuses } from '../../common/documented.js';
import type { ConnectionToken } from '../../protocol/index.js';
import { MadeAnew } from '../requests/scope-metadata.js';
import { Scoped } from '../requests/scoped.decorator.js';
import { MintTokenDto } from './dto/mint-token.dto.js';

const DEFAULT_SECONDS = 3_600;

/** Tokens with which people connect who sign in with the app. */
@Controller('api/server/tokens')
export class TokensController {
  constructor(private readonly people: AppPeople) {}

  /** Makes a token with which a person connects who signs in with the app. With `user` they are announced by the same request. */
  @Refuses('USER_NOT_FOUND', 'IDENTITY_CONFLICT', 'USERNAME_TAKEN', 'IDEMPOTENCY_CONFLICT')
  @Post()
  @HttpCode(HttpStatus.OK)
  @Header('Cache-Control', 'no-store')
  @MadeAnew()
  @Scoped('tokens')
  async mint(
    @Body(new BodyPipe(MintTokenDto)) { userId, ttlSeconds = DEFAULT_SECONDS, user }: MintTokenDto,
  ): Promise<ConnectionToken> {
    if (user !== undefined) await this.people.announce(userId, user);
    return this.people.tokenFor(userId, ttlSeconds);
  }
}

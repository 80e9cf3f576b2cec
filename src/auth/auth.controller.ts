import { Body, Controller, Get, Header, HttpCode, HttpStatus, Ip, Post, UseGuards } from '@nestjs/common';
import { BodyPipe } from '../common/body.pipe.js';
import { Refuses, Takes } from '../common/documented.js';
import type { Account, User } from '../protocol/index.js';
import type { Identity } from '../realtime/index.js';
import { AuthService, type Proven } from './auth.service.js';
import { ChangePasswordDto } from './dto/change-password.dto.js';
import { LoginDto } from './dto/login.dto.js';
import { RefreshTokenDto } from './dto/refresh-token.dto.js';
import { RegisterDto } from './dto/register.dto.js';
import { BearerGuard } from './http/bearer.guard.js';
import { CurrentClient } from './http/current-client.decorator.js';
import { CurrentIdentity } from './http/current-identity.decorator.js';
import { CurrentUser } from './http/current-user.decorator.js';
import { LoginGuard } from './http/login.guard.js';
import { LoginSessions, type Client, type SignedIn } from './sessions/login-sessions.service.js';

/** Tokens are nobody's to keep on the way (RFC 6749, 5.1). */
const NotStored = (): MethodDecorator => Header('Cache-Control', 'no-store');

@Controller('api/auth')
export class AuthController {
  constructor(
    private readonly auth: AuthService,
    private readonly sessions: LoginSessions,
  ) {}

  /** Makes an account and signs in to it. A mentor may need an invitation, or an administrator. */
  @Post('register')
  @Refuses('USERNAME_TAKEN', 'FORBIDDEN')
  @NotStored()
  register(@Body(new BodyPipe(RegisterDto)) wishes: RegisterDto, @CurrentClient() client: Client): Promise<SignedIn> {
    return this.auth.register(wishes, client);
  }

  /** Signs in with username and password. */
  @Post('login')
  @Takes(LoginDto)
  @HttpCode(HttpStatus.OK)
  @NotStored()
  @UseGuards(LoginGuard)
  login(@CurrentUser() proven: Proven, @CurrentClient() client: Client): Promise<SignedIn> {
    return this.sessions.begin(proven, client);
  }

  /** Gives a new pair of tokens for a refresh token. Each is good once: one that is shown again ends its login session. */
  @Post('refresh')
  @Refuses('UNAUTHENTICATED', 'TOKEN_EXPIRED', 'SESSION_REVOKED', 'FORBIDDEN')
  @HttpCode(HttpStatus.OK)
  @NotStored()
  refresh(@Body(new BodyPipe(RefreshTokenDto)) { refreshToken }: RefreshTokenDto, @Ip() address: string): Promise<SignedIn> {
    return this.sessions.refresh(refreshToken, address);
  }

  /** Changes one's own password. All other login sessions end; this one gets a new pair of tokens. */
  @Post('password')
  @Refuses('INVALID_CREDENTIALS')
  @HttpCode(HttpStatus.OK)
  @NotStored()
  @UseGuards(BearerGuard)
  changePassword(
    @CurrentIdentity() identity: Identity,
    @Ip() address: string,
    @Body(new BodyPipe(ChangePasswordDto)) passwords: ChangePasswordDto,
  ): Promise<SignedIn> {
    return this.auth.changePassword(identity, passwords, address);
  }

  /** Ends the login session that asks. */
  @Post('logout')
  @HttpCode(HttpStatus.NO_CONTENT)
  @UseGuards(BearerGuard)
  logOut(@CurrentIdentity() identity: Identity): Promise<void> {
    return this.auth.logOut(identity);
  }

  /** Ends all of one's login sessions and closes their connections. */
  @Post('logout-all')
  @HttpCode(HttpStatus.NO_CONTENT)
  @UseGuards(BearerGuard)
  logOutEverywhere(@CurrentUser() user: User): Promise<void> {
    return this.auth.logOutEverywhere(user.id);
  }

  /** One's own account. */
  @Get('me')
  @Refuses('NOT_FOUND')
  @UseGuards(BearerGuard)
  me(@CurrentUser() user: User): Promise<Account> {
    return this.auth.account(user.id);
  }
}

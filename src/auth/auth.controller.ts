import { Body, Controller, Get, Header, HttpCode, HttpStatus, Ip, Post, UseGuards } from '@nestjs/common';
import { BodyPipe } from '../common/body.pipe.js';
import type { Account, User } from '../protocol/index.js';
import type { Identity } from '../realtime/index.js';
import { AuthService, type Proven } from './auth.service.js';
import { ChangePasswordDto } from './dto/change-password.dto.js';
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

  @Post('register')
  @NotStored()
  register(@Body(new BodyPipe(RegisterDto)) wishes: RegisterDto, @CurrentClient() client: Client): Promise<SignedIn> {
    return this.auth.register(wishes, client);
  }

  @Post('login')
  @HttpCode(HttpStatus.OK)
  @NotStored()
  @UseGuards(LoginGuard)
  login(@CurrentUser() proven: Proven, @CurrentClient() client: Client): Promise<SignedIn> {
    return this.sessions.begin(proven, client);
  }

  @Post('refresh')
  @HttpCode(HttpStatus.OK)
  @NotStored()
  refresh(@Body(new BodyPipe(RefreshTokenDto)) { refreshToken }: RefreshTokenDto, @Ip() address: string): Promise<SignedIn> {
    return this.sessions.refresh(refreshToken, address);
  }

  @Post('password')
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

  @Post('logout')
  @HttpCode(HttpStatus.NO_CONTENT)
  @UseGuards(BearerGuard)
  logOut(@CurrentIdentity() identity: Identity): Promise<void> {
    return this.auth.logOut(identity);
  }

  @Post('logout-all')
  @HttpCode(HttpStatus.NO_CONTENT)
  @UseGuards(BearerGuard)
  logOutEverywhere(@CurrentUser() user: User): Promise<void> {
    return this.auth.logOutEverywhere(user.id);
  }

  @Get('me')
  @UseGuards(BearerGuard)
  me(@CurrentUser() user: User): Promise<Account> {
    return this.auth.account(user.id);
  }
}

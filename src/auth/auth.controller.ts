import { Body, Controller, Get, HttpCode, HttpStatus, Ip, Post, UseGuards } from '@nestjs/common';
import { BodyPipe } from '../common/body.pipe.js';
import type { Account, User } from '../protocol/index.js';
import { AuthService, type SignedIn } from './auth.service.js';
import { RegisterDto } from './dto/register.dto.js';
import { BearerGuard } from './http/bearer.guard.js';
import { CurrentUser } from './http/current-user.decorator.js';
import { LoginGuard } from './http/login.guard.js';

@Controller('api/auth')
export class AuthController {
  constructor(private readonly auth: AuthService) {}

  @Post('register')
  register(@Body(new BodyPipe(RegisterDto)) credentials: RegisterDto, @Ip() address: string): Promise<SignedIn> {
    return this.auth.register(credentials, address);
  }

  @Post('login')
  @HttpCode(HttpStatus.OK)
  @UseGuards(LoginGuard)
  login(@CurrentUser() user: User): Promise<SignedIn> {
    return this.auth.signIn(user);
  }

  @Get('me')
  @UseGuards(BearerGuard)
  me(@CurrentUser() user: User): Promise<Account> {
    return this.auth.account(user.id);
  }
}

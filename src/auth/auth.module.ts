import { Module } from '@nestjs/common';
import { JwtModule } from '@nestjs/jwt';
import { PassportModule } from '@nestjs/passport';
import { TypeOrmModule } from '@nestjs/typeorm';
import { createSecretKey } from 'node:crypto';
import { AppConfig } from '../config/index.js';
import { AuthController } from './auth.controller.js';
import { AuthGateway } from './auth.gateway.js';
import { AuthService } from './auth.service.js';
import { ConnectionAuthenticatorService } from './connection-authenticator.service.js';
import { BearerStrategy } from './http/bearer.strategy.js';
import { LocalStrategy } from './http/local.strategy.js';
import { IdentityService } from './identity.service.js';
import { AttemptLimits } from './sign-in/attempt-limits.js';
import { PasswordHasher } from './sign-in/password-hasher.js';
import { Hs256TokenVerifier } from './tokens/hs256-token-verifier.js';
import { TokenIssuer } from './tokens/token-issuer.js';
import { TokenVerifier } from './tokens/token-verifier.js';
import { UserDirectory } from './user-directory.js';
import { UserEntity } from './user.entity.js';
import { UserRepository } from './user.repository.js';

@Module({
  imports: [
    TypeOrmModule.forFeature([UserEntity]),
    PassportModule,
    JwtModule.registerAsync({
      inject: [AppConfig],
      // A key object made once: jsonwebtoken takes 30 times as long with a secret that is text.
      useFactory: ({ auth }: AppConfig) => ({ secret: createSecretKey(auth.jwtSecret, 'utf8') }),
    }),
  ],
  controllers: [AuthController],
  providers: [
    AttemptLimits,
    AuthGateway,
    AuthService,
    BearerStrategy,
    ConnectionAuthenticatorService,
    IdentityService,
    LocalStrategy,
    PasswordHasher,
    { provide: TokenVerifier, useClass: Hs256TokenVerifier },
    TokenIssuer,
    UserDirectory,
    UserRepository,
  ],
  exports: [ConnectionAuthenticatorService, UserDirectory],
})
export class AuthModule {}

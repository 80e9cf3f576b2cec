import { Module } from '@nestjs/common';
import { JwtModule } from '@nestjs/jwt';
import { TypeOrmModule } from '@nestjs/typeorm';
import { createSecretKey } from 'node:crypto';
import { AppConfig } from '../config/index.js';
import { AdministrationRepository } from './administration/administration.repository.js';
import { Administration } from './administration/administration.service.js';
import { AppPeopleRepository } from './app-people/app-people.repository.js';
import { AppPeople } from './app-people/app-people.service.js';
import { AuditEventEntity } from './audit/audit-event.entity.js';
import { AuditRepository } from './audit/audit.repository.js';
import { Audit } from './audit/audit.service.js';
import { MentorInvitationEntity } from './mentor-signup/mentor-invitation.entity.js';
import { MentorInvitationRepository } from './mentor-signup/mentor-invitation.repository.js';
import { MentorSignup } from './mentor-signup/mentor-signup.service.js';
import { RevocationEntity } from './revocations/revocation.entity.js';
import { RevocationRepository } from './revocations/revocation.repository.js';
import { Revocations } from './revocations/revocations.service.js';
import { LoginSessionEntity } from './sessions/login-session.entity.js';
import { LoginSessionRepository } from './sessions/login-session.repository.js';
import { LoginSessions } from './sessions/login-sessions.service.js';
import { RefreshTokenEntity } from './sessions/refresh-token.entity.js';
import { RefreshTokenRepository } from './sessions/refresh-token.repository.js';
import { AttemptLimits } from './sign-in/attempt-limits.js';
import { TokenIssuer } from './tokens/token-issuer.js';
import { UserEntity } from './user.entity.js';
import { UserRepository } from './user.repository.js';

/** Accounts and their sessions without anything that listens: what the gateway and its command line have in common. */
@Module({
  imports: [
    TypeOrmModule.forFeature([
      UserEntity,
      LoginSessionEntity,
      RefreshTokenEntity,
      MentorInvitationEntity,
      RevocationEntity,
      AuditEventEntity,
    ]),
    JwtModule.registerAsync({
      inject: [AppConfig],
      // A key object made once: jsonwebtoken takes 30 times as long with a secret that is text.
      useFactory: ({ auth }: AppConfig) => ({ secret: createSecretKey(auth.jwtSecret, 'utf8') }),
    }),
  ],
  providers: [
    Administration,
    AdministrationRepository,
    AppPeople,
    AppPeopleRepository,
    AttemptLimits,
    Audit,
    AuditRepository,
    LoginSessionRepository,
    LoginSessions,
    MentorInvitationRepository,
    MentorSignup,
    RefreshTokenRepository,
    RevocationRepository,
    Revocations,
    TokenIssuer,
    UserRepository,
  ],
  exports: [
    Administration,
    AdministrationRepository,
    AppPeople,
    AttemptLimits,
    Audit,
    AuditRepository,
    JwtModule,
    LoginSessionRepository,
    LoginSessions,
    MentorSignup,
    RefreshTokenRepository,
    Revocations,
    UserRepository,
  ],
})
export class AccountsModule {}

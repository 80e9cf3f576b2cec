import { Module } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { TypeOrmModule } from '@nestjs/typeorm';
import { PassportModule } from '@nestjs/passport';
import { AppConfig } from '../config/index.js';
import { AccountsModule } from './accounts.module.js';
import { AccountListRepository } from './administration/account-list.repository.js';
import { AccountList } from './administration/account-list.js';
import { FirstAdmins } from './administration/first-admins.js';
import { UsersController } from './administration/users.controller.js';
import { AuditController } from './audit/audit.controller.js';
import { AuditLog } from './audit/audit-log.js';
import { ExpiredAudit } from './audit/expired-audit.js';
import { AuthController } from './auth.controller.js';
import { AuthGateway } from './auth.gateway.js';
import { AuthService } from './auth.service.js';
import { ConnectionAuthenticatorService } from './connection-authenticator.service.js';
import { PeopleRepository } from './directory/people.repository.js';
import { People } from './directory/people.service.js';
import { AbsentGuests } from './guests/absent-guests.js';
import { GuestEntity } from './guests/guest.entity.js';
import { GuestRepository } from './guests/guest.repository.js';
import { Guests } from './guests/guests.service.js';
import { BearerStrategy } from './http/bearer.strategy.js';
import { LocalStrategy } from './http/local.strategy.js';
import { IdentityService } from './identity.service.js';
import { MentorInvitationsController } from './mentor-signup/mentor-invitations.controller.js';
import { ExpiredSessions } from './sessions/expired-sessions.js';
import { LiveAccess } from './sessions/live-access.js';
import { LoginSessionsController } from './sessions/login-sessions.controller.js';
import { PasswordHasher } from './sign-in/password-hasher.js';
import { Signatures } from './signatures/signatures.js';
import { TokenHolderRepository } from './token-holder.repository.js';
import { configuredVerifier } from './tokens/configured-verifiers.js';
import { TokenVerifier } from './tokens/token-verifier.js';
import { UserDirectory } from './user-directory.js';

@Module({
  imports: [AccountsModule, PassportModule, TypeOrmModule.forFeature([GuestEntity])],
  controllers: [AuditController, AuthController, LoginSessionsController, MentorInvitationsController, UsersController],
  providers: [
    AbsentGuests,
    AccountList,
    AccountListRepository,
    AuditLog,
    AuthGateway,
    AuthService,
    BearerStrategy,
    ConnectionAuthenticatorService,
    ExpiredAudit,
    ExpiredSessions,
    FirstAdmins,
    GuestRepository,
    Guests,
    IdentityService,
    LiveAccess,
    LocalStrategy,
    PasswordHasher,
    { provide: TokenVerifier, inject: [JwtService, AppConfig], useFactory: configuredVerifier },
    People,
    PeopleRepository,
    Signatures,
    TokenHolderRepository,
    UserDirectory,
  ],
  exports: [AccountList, AccountsModule, ConnectionAuthenticatorService, People, Signatures, UserDirectory],
})
export class AuthModule {}

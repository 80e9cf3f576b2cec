export { AuthModule } from './auth.module.js';
export { ConnectionAuthenticatorService } from './connection-authenticator.service.js';
export { BearerGuard, OptionalBearerGuard } from './http/bearer.guard.js';
export { CurrentUser } from './http/current-user.decorator.js';
export { UserDirectory } from './user-directory.js';
export { UserEntity } from './user.entity.js';

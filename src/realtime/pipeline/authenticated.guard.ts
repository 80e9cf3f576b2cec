import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { AppError } from '../../common/index.js';
import type { Connection } from '../connection/connection.js';
import { EXPIRY_GRACE_MS } from '../connection/expiry.js';

/**
 * The JWT guard of commands: a token is verified once, when its connection is made; what remains to ask for each
 * command is whether it has run out since.
 */
export class AuthenticatedGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    assertNotExpired(context.switchToWs().getClient<Connection>());
    return true;
  }
}

export function assertNotExpired({ identity: { expiresAt } }: Connection): void {
  if (expiresAt !== null && Date.now() > expiresAt + EXPIRY_GRACE_MS) throw new AppError('TOKEN_EXPIRED');
}

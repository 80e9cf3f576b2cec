import { applyDecorators, SetMetadata, UseGuards, UseInterceptors } from '@nestjs/common';
import type { Scope } from '../../protocol/index.js';
import { KeyGuard } from './key.guard.js';
import { SCOPE } from './scope-metadata.js';
import { ServerRequests } from './server-requests.interceptor.js';

/** A route of the server API, for keys of that scope alone: audited, and done once for an `Idempotency-Key`. */
export function Scoped(scope: Scope): MethodDecorator {
  return applyDecorators(SetMetadata(SCOPE, scope), UseGuards(KeyGuard), UseInterceptors(ServerRequests));
}

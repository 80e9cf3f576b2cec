import { applyDecorators, SetMetadata, UseGuards, UseInterceptors } from '@nestjs/common';
import { HeaderOfChanges } from '../../common/documented.js';
import type { Scope } from '../../protocol/index.js';
import { KeyGuard } from './key.guard.js';
import { SCOPE } from './scope-metadata.js';
import { IDEMPOTENCY_KEY, ServerRequests } from './server-requests.interceptor.js';

const HEADER = {
  name: 'Idempotency-Key',
  required: false,
  description: 'Makes equal requests of 24 hours one: it is done once, and the others get its answer.',
  schema: { type: 'string', pattern: IDEMPOTENCY_KEY.source },
} as const;

/** A route of the server API, for keys of that scope alone: audited, and done once for an `Idempotency-Key`. */
export function Scoped(scope: Scope): MethodDecorator {
  return applyDecorators(
    SetMetadata(SCOPE, scope),
    HeaderOfChanges(HEADER),
    UseGuards(KeyGuard),
    UseInterceptors(ServerRequests),
  );
}

import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { AuditEvent } from '../../auth/index.js';
import type { Request } from 'express';
import { isStorable } from '../../common/index.js';
import type { Attempt } from '../idempotency/idempotency.service.js';
import type { ApiKey } from '../keys/key-check.js';

const keys = new WeakMap<Request, ApiKey>();
const attempts = new WeakMap<Request, Attempt>();

export function rememberKey(request: Request, key: ApiKey): void {
  keys.set(request, key);
}

/** The key that `KeyGuard` let in. */
export function keyOf(request: Request): ApiKey {
  const key = keys.get(request);
  if (key === undefined) throw new Error('No API key was checked');
  return key;
}

export function rememberAttempt(request: Request, attempt: Attempt): void {
  attempts.set(request, attempt);
}

/** Where there is an `Idempotency-Key`: this attempt at what is asked for. */
export const CurrentAttempt = createParamDecorator((_: unknown, context: ExecutionContext): Attempt | undefined => {
  return attempts.get(context.switchToHttp().getRequest<Request>());
});

/** Of it the id that is the same for all attempts. */
export const Operation = createParamDecorator((_: unknown, context: ExecutionContext): string | undefined => {
  return attempts.get(context.switchToHttp().getRequest<Request>())?.operation;
});

const TARGET_CHARACTERS = 256;
/** What a body says it is about. */
const TARGETS = ['userId', 'id', 'key', 'roomId'];

/** The request as it is kept, whatever becomes of it: the route and whom it is about, nothing of what was sent. */
export function auditOf(request: Request, keyId: string, outcome: AuditEvent['outcome']): AuditEvent {
  const { path } = request.route as { path: string };
  return {
    actor: { kind: 'key', id: keyId },
    action: `${request.method} ${path}`,
    target: targetOf(request),
    address: request.ip ?? null,
    outcome,
  };
}

function targetOf({ params, body }: Request): string | null {
  const named = Object.values(params).flat();
  const fields = (body ?? {}) as Record<string, unknown>;
  const said = TARGETS.map((name) => fields[name]).find((value) => typeof value === 'string');
  const target = named.length > 0 ? named.join('/') : said;
  return typeof target === 'string' && isStorable(target) ? target.slice(0, TARGET_CHARACTERS).toWellFormed() : null;
}

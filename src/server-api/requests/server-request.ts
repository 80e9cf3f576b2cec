import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { AuditEvent } from '../../auth/index.js';
import type { Request } from 'express';
import { isStorable } from '../../common/index.js';
import type { ApiKey } from '../keys/key-check.js';

const keys = new WeakMap<Request, ApiKey>();
const operations = new WeakMap<Request, string>();

export function rememberKey(request: Request, key: ApiKey): void {
  keys.set(request, key);
}

/** The key that `KeyGuard` let in. */
export function keyOf(request: Request): ApiKey {
  const key = keys.get(request);
  if (key === undefined) throw new Error('No API key was checked');
  return key;
}

export function rememberOperation(request: Request, operation: string): void {
  operations.set(request, operation);
}

/** Where there is an `Idempotency-Key`: an id of what is asked for, the same for every attempt at it. */
export const Operation = createParamDecorator((_: unknown, context: ExecutionContext): string | undefined => {
  return operations.get(context.switchToHttp().getRequest<Request>());
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

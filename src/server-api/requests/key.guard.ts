import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { Audit } from '../../auth/index.js';
import { Credentials, Refuses } from '../../common/documented.js';
import { AppError } from '../../common/index.js';
import { KeyCheck, KeyRefused, type ApiKey } from '../keys/key-check.js';
import type { Scope } from '../../protocol/index.js';
import { SCOPE } from './scope-metadata.js';
import { auditOf, rememberKey } from './server-request.js';
import { shownKey } from './shown-key.js';

/** Lets in who shows a good API key of the route's scope. People's tokens are good elsewhere. */
@Injectable()
@Credentials('apiKey')
@Refuses('UNAUTHENTICATED', 'FORBIDDEN')
export class KeyGuard implements CanActivate {
  constructor(
    private readonly check: KeyCheck,
    private readonly reflector: Reflector,
    private readonly audit: Audit,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request>();
    const scope = this.reflector.get<Scope>(SCOPE, context.getHandler());
    const key = await this.keyOf(request);
    if (!key.scopes.includes(scope)) {
      await this.audit.record(auditOf(request, key.id, 'FORBIDDEN'));
      throw new AppError('FORBIDDEN', { message: `This API key lacks the scope "${scope}".` });
    }
    rememberKey(request, key);
    return true;
  }

  private async keyOf(request: Request): Promise<ApiKey> {
    try {
      return await this.check.admit(shownKey(request), request.ip ?? '');
    } catch (error) {
      if (error instanceof KeyRefused) await this.audit.record(auditOf(request, error.keyId, error.code));
      throw error;
    }
  }
}

import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { Audit } from '../../auth/index.js';
import { BODY_DEPTH } from '../../common/body.pipe.js';
import { AppError } from '../../common/index.js';
import { assertPlainJson } from '../../common/plain-json.js';
import { Idempotency } from '../idempotency/idempotency.service.js';
import { requestDigest } from '../idempotency/request-digest.js';
import { MADE_ANEW } from './scope-metadata.js';
import { auditOf, keyOf, rememberAttempt } from './server-request.js';

/** What the header may be. */
export const IDEMPOTENCY_KEY = /^[\x20-\x7E]{1,255}$/;

/** What all requests of the server API have in common once their key is good: each is audited, and each is done once. */
@Injectable()
export class ServerRequests implements NestInterceptor {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly reflector: Reflector,
    private readonly audit: Audit,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler<unknown>): Observable<unknown> {
    return from(this.carryOut(context, () => lastValueFrom(next.handle(), { defaultValue: undefined })));
  }

  private async carryOut(context: ExecutionContext, work: () => Promise<unknown>): Promise<unknown> {
    const request = context.switchToHttp().getRequest<Request>();
    const { id } = keyOf(request);
    try {
      const answer = await this.once(context, request, work);
      await this.audit.record(auditOf(request, id, 'done'));
      return answer;
    } catch (error) {
      await this.audit.record(auditOf(request, id, error instanceof AppError ? error.code : 'INTERNAL'));
      throw error;
    }
  }

  private once(context: ExecutionContext, request: Request, work: () => Promise<unknown>): Promise<unknown> {
    const key = request.headers['idempotency-key'];
    if (key === undefined || request.method === 'GET') return work();
    if (typeof key !== 'string' || !IDEMPOTENCY_KEY.test(key)) {
      throw new AppError('INVALID', {
        field: 'Idempotency-Key',
        message: 'Idempotency-Key must have 1 to 255 characters of ASCII',
      });
    }
    // Before the digest, which goes as deep as the body does.
    assertPlainJson(request.body ?? {}, BODY_DEPTH);
    const asked = {
      apiKeyId: keyOf(request).id,
      key,
      digest: requestDigest(request.method, request.originalUrl, request.body),
      isMadeAnew: this.reflector.get<true | undefined>(MADE_ANEW, context.getHandler()) === true,
    };
    return this.idempotency.once(asked, (attempt) => {
      rememberAttempt(request, attempt);
      return work();
    });
  }
}

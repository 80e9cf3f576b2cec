import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Response } from 'express';
import { ERRORS, type ErrorCode, type HttpRefusal, type PublicError } from '../protocol/index.js';
import { AppError } from './app-error.js';
import { newId } from './ids.js';

/** What a refusal that is not ours means; other 4xx are `INVALID`, the rest is `INTERNAL`. */
const CODE_OF_STATUS: Readonly<Record<number, ErrorCode>> = {
  401: 'UNAUTHENTICATED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  413: 'TOO_LARGE',
  429: 'RATE_LIMITED',
  503: 'UNAVAILABLE',
};

/** Sentences for what the body parser refuses, by its own names. */
const BODY_SENTENCES: Readonly<Record<string, string>> = {
  'entity.parse.failed': 'The body is not valid JSON.',
  'encoding.unsupported': 'The body has an encoding that this server does not read.',
  'charset.unsupported': 'Send the body as UTF-8.',
};

/**
 * Every refused HTTP request leaves as an `HttpRefusal`. What nobody foresaw is
 * logged whole under a correlation id, and answered as that id and nothing else.
 */
@Catch()
export class HttpErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger('Http');

  catch(exception: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    const error = this.publicErrorOf(exception);
    if (response.headersSent) {
      // Half an answer is under way; an end in good order would make it look whole.
      response.destroy();
      return;
    }
    const statusCode = ERRORS[error.code].status;
    if (statusCode === 401) response.setHeader('WWW-Authenticate', 'Bearer');
    if (error.retryAfterMs !== undefined) response.setHeader('Retry-After', Math.ceil(error.retryAfterMs / 1000));
    response.status(statusCode).json({ statusCode, ...error } satisfies HttpRefusal);
  }

  private publicErrorOf(exception: unknown): PublicError {
    const refusal = exception instanceof AppError ? exception : foreignRefusal(exception);
    if (refusal !== undefined && refusal.code !== 'INTERNAL') return refusal.toPublic();
    const correlationId = newId();
    this.logger.error({ correlationId, err: exception }, 'An HTTP request failed');
    return { ...new AppError('INTERNAL').toPublic(), correlationId };
  }
}

/** The refusal that an error of Nest, Express or the body parser stands for; undefined if it is a fault of ours. */
function foreignRefusal(exception: unknown): AppError | undefined {
  const status = statusOf(exception);
  const code = CODE_OF_STATUS[status] ?? (status >= 400 && status < 500 ? 'INVALID' : undefined);
  if (code === undefined) return undefined;
  // Their own messages may quote the request, so they are not passed on.
  const message = BODY_SENTENCES[typeOf(exception) ?? typeOf((exception as Error).cause) ?? ''];
  return new AppError(code, message === undefined ? {} : { message });
}

function statusOf(exception: unknown): number {
  if (exception instanceof HttpException) return exception.getStatus();
  const status: unknown = exception instanceof Error && 'status' in exception ? exception.status : undefined;
  return typeof status === 'number' ? status : 500;
}

function typeOf(error: unknown): string | undefined {
  return error instanceof Error && 'type' in error && typeof error.type === 'string' ? error.type : undefined;
}

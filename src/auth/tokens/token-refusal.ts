import { errors } from 'jose';
import { AppError } from '../../common/index.js';

/** What a client is told of a token that failed. The library's error is not kept: it holds the claims, and errors are logged. */
export function tokenRefusal(error: unknown): AppError {
  if (error instanceof AppError) return error;
  return new AppError(error instanceof errors.JWTExpired ? 'TOKEN_EXPIRED' : 'UNAUTHENTICATED');
}

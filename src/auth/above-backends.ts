import { AppError } from '../common/index.js';

/** A key of the app's backend is not worth an administrator's rights: it neither deals with them nor comes in as one of them. */
export function aboveBackends(): AppError {
  return new AppError('FORBIDDEN', {
    message: 'An administrator is for administrators to deal with, and signs in without the app’s key.',
  });
}

import { AppError } from '../../common/index.js';

/** Why nothing may be said between two people, to the one who does not want to hear or to the other. */
export function blockedError(isTheBlocker: boolean): AppError {
  if (!isTheBlocker) return new AppError('BLOCKED');
  return new AppError('BLOCKED', { message: 'You have blocked this person. Unblock them first.' });
}

import { AppError } from '../common/index.js';

/** What a banned person is told, wherever they turn up. */
export function banned(): AppError {
  return new AppError('FORBIDDEN', { message: 'This account is banned.' });
}

import { AppError } from '../../common/index.js';
import type { Fields } from './dialect.js';

/** A field that must be text; refused under the name the client knows it by. */
export function text(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== 'string' || value === '') {
    throw new AppError('INVALID', { field: name, message: `${name} must be a non-empty string` });
  }
  return value;
}

/** As `text`, but where there is something else to send it may be empty or missing. */
export function emptyOrText(fields: Fields, name: string): string {
  return fields[name] === '' ? '' : (optionalText(fields, name) ?? '');
}

export function optionalText(fields: Fields, name: string): string | undefined {
  return fields[name] === undefined || fields[name] === null ? undefined : text(fields, name);
}

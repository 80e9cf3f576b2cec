import { AppError } from '../../../common/index.js';
import type { Fields } from '../dialect.js';

/**
 * What a payload means, in either of its forms: flat, or wrapped as `{id, event, timestamp, data, receiverId}`. Of the wrapping only
 * `receiverId` counts: its `id` is a clock that repeats, its `senderId` anybody could write.
 */
export function unwrapped(fields: Fields): Fields {
  const { data, receiverId } = fields;
  if (!isObject(data)) return fields;
  return isGiven(receiverId) ? { ...data, receiverId } : data;
}

/** A name of something: text, or a number as some apps have it. The app sends empty text for none. */
export function optionalName(fields: Fields, field: string): string | undefined {
  const value = fields[field];
  if (!isGiven(value)) return undefined;
  if (typeof value !== 'string' && typeof value !== 'number') {
    throw new AppError('INVALID', { field, message: `${field} must be text` });
  }
  return String(value);
}

export function name(fields: Fields, field: string): string {
  const value = optionalName(fields, field);
  if (value === undefined) throw new AppError('INVALID', { field, message: `${field} must be a non-empty string` });
  return value;
}

/** What the app wants to pass on, as it is. */
export function optionalObject(fields: Fields, field: string): Record<string, unknown> | undefined {
  const value = fields[field];
  if (value === undefined || value === null) return undefined;
  if (!isObject(value)) throw new AppError('INVALID', { field, message: `${field} must be an object` });
  return value;
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import { v7, validate } from 'uuid';

/** A new id: UUIDv7, so that ids made later sort later. */
export function newId(): string {
  return v7();
}

/** Whether PostgreSQL would take it for a `uuid`. */
export function isUuid(value: unknown): value is string {
  return typeof value === 'string' && validate(value);
}

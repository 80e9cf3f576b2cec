import { isObject } from '../json.js';

/** One thing that a frame has to be, in words. */
export interface Rule {
  readonly says: string;
  readonly holds: (value: unknown) => boolean;
}

/** What a frame has to look like: the fields named here; it may have others. */
export type Pattern =
  Rule | string | number | boolean | null | undefined | readonly Pattern[] | { readonly [field: string]: Pattern };

export const aText: Rule = { says: 'a text', holds: (value) => typeof value === 'string' && value !== '' };
export const aNumber: Rule = { says: 'a number', holds: (value) => typeof value === 'number' };
export const anArray: Rule = { says: 'a list', holds: Array.isArray };
/** ISO 8601, in UTC. */
export const aTime: Rule = {
  says: 'a time',
  holds: (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value),
};

/** A text of that form. */
export function like(form: RegExp, says: string): Rule {
  return { says, holds: (value) => typeof value === 'string' && form.test(value) };
}

/** A list with such an item somewhere. */
export function having(item: Pattern): Rule {
  return {
    says: `a list with ${describe(item)}`,
    holds: (value) => Array.isArray(value) && value.some((one) => matches(item, one)),
  };
}

/** A list with no such item. */
export function without(item: Pattern): Rule {
  return {
    says: `a list without ${describe(item)}`,
    holds: (value) => Array.isArray(value) && !value.some((one) => matches(item, one)),
  };
}

/** Whether it looks like that. Nothing said (`undefined`) is fulfilled by everything. */
export function matches(pattern: Pattern, value: unknown): boolean {
  if (pattern === undefined) return true;
  if (isRule(pattern)) return pattern.holds(value);
  if (isList(pattern)) {
    return Array.isArray(value) && value.length === pattern.length && pattern.every((item, index) => matches(item, value[index]));
  }
  if (typeof pattern === 'object' && pattern !== null) {
    return isObject(value) && Object.entries(pattern).every(([field, expected]) => matches(expected, value[field]));
  }
  return pattern === value;
}

/** The pattern as people read it: JSON with words where a rule stands. */
export function describe(pattern: Pattern): string {
  if (pattern === undefined) return 'anything';
  if (isRule(pattern)) return `‹${pattern.says}›`;
  if (isList(pattern)) return `[${pattern.map(describe).join(', ')}]`;
  if (typeof pattern === 'object' && pattern !== null) {
    const fields = Object.entries(pattern).map(([field, expected]) => `${field}: ${describe(expected)}`);
    return `{ ${fields.join(', ')} }`;
  }
  return JSON.stringify(pattern);
}

function isRule(pattern: Pattern): pattern is Rule {
  return isObject(pattern) && typeof pattern.holds === 'function';
}

function isList(pattern: Pattern): pattern is readonly Pattern[] {
  return Array.isArray(pattern);
}

import { AppError } from './app-error.js';
import { isStorable } from './text.js';

/** Names that reach an object's class instead of its content; class-validator looks up its rules by `constructor`. */
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);
const SHOWN_PATH_CHARACTERS = 128;

interface Branch {
  readonly value: object;
  readonly key: string | number;
  readonly parent: Branch | undefined;
  readonly depth: number;
}

/**
 * Refuses with `INVALID` what no handler should ever see: a payload that is no object, deeper than `maxDepth` (the payload itself
 * is 1), with text that can't be stored, a number that is not finite (`1e400`), binary, or a key that reaches a prototype.
 * Goes through it without recursion, so that no depth can overflow the stack.
 */
export function assertPlainJson(payload: unknown, maxDepth: number): asserts payload is Record<string, unknown> {
  if (!isPlainObject(payload)) throw new AppError('INVALID', { message: 'The payload must be an object' });
  const branches: Branch[] = [{ value: payload, key: '', parent: undefined, depth: 1 }];
  for (let branch = branches.pop(); branch !== undefined; branch = branches.pop()) {
    const { value, depth } = branch;
    if (depth > maxDepth) refuse(branch, undefined, `is nested deeper than ${maxDepth} levels`);
    if (Array.isArray(value)) {
      for (let index = 0; index < value.length; index += 1) check(value[index], index, branch, branches);
    } else {
      for (const key of Object.keys(value)) {
        if (FORBIDDEN_KEYS.has(key)) refuse(branch, key, 'is not allowed as a name');
        if (!isStorable(key)) refuse(branch, key, 'is a name with characters that cannot be stored');
        check((value as Record<string, unknown>)[key], key, branch, branches);
      }
    }
  }
}

export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function check(value: unknown, key: string | number, parent: Branch, branches: Branch[]): void {
  switch (typeof value) {
    case 'string':
      if (!isStorable(value)) refuse(parent, key, 'has characters that cannot be stored (NUL or half a surrogate pair)');
      return;
    case 'number':
      if (!Number.isFinite(value)) refuse(parent, key, 'must be a finite number');
      return;
    case 'boolean':
    case 'undefined':
      return;
    case 'object':
      if (value === null) return;
      if (!Array.isArray(value) && !isPlainObject(value)) refuse(parent, key, 'must not be binary');
      branches.push({ value, key, parent, depth: parent.depth + 1 });
      return;
    case 'bigint':
    case 'symbol':
    case 'function':
      refuse(parent, key, 'is nothing that JSON can say');
  }
}

/** Names the place as the client knows it; its keys are the client's text, so they are shortened and made well-formed. */
function refuse(branch: Branch, key: string | number | undefined, reason: string): never {
  const path = key === undefined ? [] : [key];
  for (let at = branch; at.parent !== undefined; at = at.parent) path.unshift(at.key);
  const field = path.join('.').replaceAll('\0', '\uFFFD').slice(0, SHOWN_PATH_CHARACTERS).toWellFormed();
  throw new AppError('INVALID', field === '' ? { message: `The payload ${reason}` } : { field, message: `${field} ${reason}` });
}

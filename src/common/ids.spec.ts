import { describe, expect, it } from '@jest/globals';
import { version } from 'uuid';
import { isUuid, newId } from './ids.js';

describe('newId', () => {
  it('gives a UUIDv7 each time, never one twice, and a later one sorts later', () => {
    const ids = Array.from({ length: 5_000 }, newId);
    expect(ids.every((id) => isUuid(id) && version(id) === 7)).toBe(true);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.toSorted()).toEqual(ids);
  });

  it('ends each with chance of its own', () => {
    const ends = Array.from({ length: 5_000 }, () => newId().slice(-10));
    expect(new Set(ends).size).toBe(ends.length);
  });
});

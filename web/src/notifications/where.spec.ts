import { describe, expect, it } from '@jest/globals';
import { pathOf } from './where.js';

describe('pathOf', () => {
  it.each([
    ['message', { roomId: 'r1', userId: 'u1' }, '/messages/u1'],
    ['mention', { roomId: 'r1', userId: 'u1' }, '/rooms/r1'],
    ['invitation', { roomId: 'r1' }, '/rooms/r1'],
    ['call', { callId: 'c1' }, '/calls'],
    ['help', { requestId: 'h1' }, '/mentors'],
    ['help', { requestId: 'h1', roomId: 'r1' }, '/rooms/r1'],
  ])('of %s is where it happened', (kind, data, path) => {
    expect(pathOf({ kind, data })).toBe(path);
  });

  it.each([
    ['announcement', { roomId: 'r1' }],
    ['mention', {}],
    ['mention', { roomId: 7 }],
    ['something new', {}],
  ])('is none for %s with %j', (kind, data) => {
    expect(pathOf({ kind, data })).toBeUndefined();
  });

  it('leads to no other page by an id that is none', () => {
    expect(pathOf({ kind: 'mention', data: { roomId: '../settings?a' } })).toBe('/rooms/..%2Fsettings%3Fa');
  });
});

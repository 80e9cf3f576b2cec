import { describe, expect, it } from '@jest/globals';
import { refusalOf, type Joiner } from './join-rules.js';

const stranger: Joiner = {
  kind: 'session',
  visibility: 'public',
  isLocked: false,
  isFull: false,
  isMember: false,
  isBanned: false,
  isInvited: false,
  mustAsk: false,
  knowsTheWay: false,
};
const told: Joiner = { ...stranger, visibility: 'code', knowsTheWay: true };
const member: Joiner = { ...stranger, isMember: true };
const invited: Joiner = { ...stranger, isInvited: true };

describe('who may join', () => {
  it.each<[string, Joiner]>([
    ['a stranger, a public room', stranger],
    ['a stranger who knows the code or key', told],
    ['a member, a room of codes without its code', { ...member, visibility: 'code' }],
    ['a member, a private room', { ...member, visibility: 'private' }],
    ['a member, a direct conversation', { ...member, kind: 'direct', visibility: 'private' }],
    ['a member, a locked room', { ...member, isLocked: true }],
    ['a member, a full room', { ...member, isFull: true }],
    ['a member, a room where others must ask', { ...member, mustAsk: true }],
    ['an invited person, a private room', { ...invited, visibility: 'private' }],
    ['an invited person, a room of codes without its code', { ...invited, visibility: 'code' }],
    ['an invited person, a locked room', { ...invited, isLocked: true }],
    ['an invited person, a room where others must ask', { ...invited, mustAsk: true }],
  ])('%s: may', (_, joiner) => {
    expect(refusalOf(joiner)).toBeNull();
  });

  it.each<[string, Joiner, string]>([
    ['a stranger, a room of codes without its code', { ...stranger, visibility: 'code' }, 'ROOM_NOT_FOUND'],
    ['a stranger, a private room', { ...stranger, visibility: 'private' }, 'ROOM_NOT_FOUND'],
    ['a stranger who knows the key, a private room', { ...told, visibility: 'private' }, 'ROOM_NOT_FOUND'],
    ['a stranger, others’ direct conversation', { ...told, kind: 'direct' }, 'ROOM_NOT_FOUND'],
    ['a stranger, a locked room', { ...stranger, isLocked: true }, 'ROOM_LOCKED'],
    ['a stranger, a full room', { ...stranger, isFull: true }, 'ROOM_FULL'],
    ['a stranger who doesn’t know the code, a full room', { ...stranger, visibility: 'code', isFull: true }, 'ROOM_NOT_FOUND'],
    ['a stranger, a room where one must ask', { ...stranger, mustAsk: true }, 'ROOM_WAITING'],
    [
      'a stranger without the code, a room where one must ask',
      { ...stranger, visibility: 'code', mustAsk: true },
      'ROOM_NOT_FOUND',
    ],
    ['a stranger, a locked room where one must ask', { ...stranger, isLocked: true, mustAsk: true }, 'ROOM_LOCKED'],
    ['a stranger, a full room where one must ask', { ...stranger, isFull: true, mustAsk: true }, 'ROOM_FULL'],
    ['an invited person, a full room', { ...invited, isFull: true }, 'ROOM_FULL'],
    ['an invited person, others’ direct conversation', { ...invited, kind: 'direct' }, 'ROOM_NOT_FOUND'],
    ['an invited person who is banned', { ...invited, isMember: true, isBanned: true }, 'BANNED'],
    ['somebody banned, whatever else they are', { ...told, isMember: true, isBanned: true }, 'BANNED'],
  ])('%s: may not (%#)', (_, joiner, code) => {
    expect(refusalOf(joiner)).toBe(code);
  });
});

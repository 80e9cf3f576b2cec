import { describe, expect, it } from '@jest/globals';
import { aConnection, aMessage, ANA, aRoom, NOW, SERVER } from '../../../test/support/realtime/canonical.js';
import { asks, play, says } from '../../../test/support/realtime/play-script.js';
import { AppError } from '../../common/index.js';
import { COMMANDS } from '../../protocol/index.js';
import { lyceum } from './lyceum.js';

describe('lyceum, from the client', () => {
  it.each(Object.keys(COMMANDS))('%s goes to its handler with its payload as it is, and its answer is the answer', (command) => {
    const payload = { anything: [1] };
    const answer = { some: 'answer' };
    const script = lyceum.row(command)?.(payload, aConnection(), SERVER);
    expect(script && play(script, { [command]: () => answer })).toEqual({ deeds: [asks(command, payload)], returned: answer });
  });

  it('knows no command that is not in the map', () => {
    for (const event of ['join', 'chat:', 'toString', '__proto__', 'hello', 'error']) expect(lyceum.row(event)).toBeUndefined();
  });

  it('is greeted with hello, its rooms included', () => {
    const room = aRoom({ key: 'session_42', lastSeq: 7 });
    const script = lyceum.onConnect?.(aConnection(), SERVER);
    const rooms = { rooms: [{ room, role: 'member', lastSeq: 7, readSeq: 0 }], hasMore: false };
    expect(script && play(script, { 'rooms:list': () => rooms }).deeds).toEqual([
      asks('rooms:list', { limit: 100 }),
      says('hello', {
        user: ANA,
        connectionId: 'connection-1',
        serverTime: NOW,
        protocol: 1,
        limits: SERVER.limits,
        features: ['auth', 'rooms', 'chat'],
        resume: { rooms: [{ room: { id: 'room-1', key: 'session_42', code: 'ABC234' }, lastSeq: 7 }] },
      }),
    ]);
  });
});

describe('lyceum, to the client', () => {
  it('gives facts under their own names, as they are', () => {
    const message = aMessage();
    const drain = { reconnectInMs: 5 };
    expect(lyceum.outbound['chat:message']?.(message)).toEqual({ event: 'chat:message', data: message });
    expect(lyceum.outbound['server:draining']?.(drain)).toEqual({ event: 'server:draining', data: drain });
  });

  it('refuses what asked for no answer with the fact error', () => {
    const error = new AppError('MUTED').toPublic();
    expect(lyceum.refusal(error, 'chat:send')).toEqual({
      event: 'error',
      data: { event: 'chat:send', code: 'MUTED', message: error.message },
    });
    expect(lyceum.refusal(error, null)).toEqual({ event: 'error', data: { event: null, code: 'MUTED', message: error.message } });
  });
});

describe('lyceum, on a raw socket', () => {
  it.each(['a', 7, 0, ''])('reads a command with the id %p', (id) => {
    const frame = { type: 'auth:me', id, data: { a: 1 } };
    expect(lyceum.raw.read(frame)).toEqual({ event: 'auth:me', fields: { a: 1 } });
    expect(lyceum.raw.idOf?.(frame)).toBe(id);
  });

  it('reads a command without id or data', () => {
    expect(lyceum.raw.read({ type: 'auth:me' })).toEqual({ event: 'auth:me', fields: {} });
  });

  it.each([null, {}, [], true, Infinity])('refuses the id %p', (id) => {
    const expected = expect.objectContaining({ code: 'INVALID', field: 'id' });
    expect(() => lyceum.raw.idOf?.({ type: 'auth:me', id })).toThrow(expected);
  });

  it('writes type and data', () => {
    expect(lyceum.raw.write({ event: 'hello', data: { a: 1 } })).toEqual({ type: 'hello', data: { a: 1 } });
  });
});

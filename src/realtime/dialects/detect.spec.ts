import { describe, expect, it } from '@jest/globals';
import { AppError } from '../../common/index.js';
import { DIALECTS } from '../../protocol/index.js';
import { detectDialect, type Handshake } from './detect.js';

const raw: Handshake = { transport: 'raw', named: undefined, tokenInQuery: false, issuer: undefined };
const socketIo: Handshake = { transport: 'socket.io', named: undefined, tokenInQuery: false, issuer: undefined };

describe('detectDialect', () => {
  it.each(DIALECTS)('takes %s where the client names it, on either transport, token or not', (named) => {
    for (const handshake of [raw, socketIo]) {
      expect(detectDialect({ ...handshake, named }, 'lyceum')).toBe(named);
      expect(detectDialect({ ...handshake, named, tokenInQuery: true }, 'lyceum')).toBe(named);
    }
  });

  it('takes a raw WebSocket with a token in the query for skill-lift', () => {
    expect(detectDialect({ ...raw, tokenInQuery: true }, 'lyceum')).toBe('skill-lift');
  });

  it('takes a raw WebSocket without one for group-study', () => {
    expect(detectDialect(raw, 'lyceum')).toBe('group-study');
  });

  it.each(DIALECTS)('takes any other Socket.IO connection for the default, here %s', (fallback) => {
    expect(detectDialect(socketIo, fallback)).toBe(fallback);
    expect(detectDialect({ ...socketIo, tokenInQuery: true }, fallback)).toBe(fallback);
  });

  it('takes a Socket.IO connection of somebody whom NextAuth vouches for for direct-messages, unless it names another', () => {
    expect(detectDialect({ ...socketIo, issuer: 'nextauth' }, 'chatroom')).toBe('direct-messages');
    expect(detectDialect({ ...socketIo, issuer: 'nextauth', named: 'lyceum' }, 'chatroom')).toBe('lyceum');
    expect(detectDialect({ ...raw, issuer: 'nextauth' }, 'chatroom')).toBe('group-study');
    for (const issuer of ['lyceum', 'app', 'https://id.example', 'NextAuth']) {
      expect(detectDialect({ ...socketIo, issuer }, 'chatroom')).toBe('chatroom');
    }
  });

  it.each(['', 'Lyceum', 'toString', '__proto__', 'x'.repeat(10_000)])('refuses a dialect nobody speaks: %p', (named) => {
    const refusal = refusalOf(() => detectDialect({ ...raw, named }, 'lyceum'));
    expect(refusal).toMatchObject({ code: 'INVALID', field: 'dialect' });
    expect(refusal.message.length).toBeLessThan(120);
  });
});

function refusalOf(act: () => unknown): AppError {
  try {
    act();
  } catch (error) {
    if (error instanceof AppError) return error;
  }
  throw new Error('It was not refused');
}

import { describe, expect, it } from '@jest/globals';
import { firstFrame, handshakeAuth, socketUrl, subprotocols, type Settings } from './settings.js';

const settings = (more: Partial<Settings>): Settings => ({ dialect: 'lyceum', carrier: 'socket.io', named: false, ...more });
const CLAIM = { userId: 'ana', userRole: 'student' } as const;

describe('how a client shows its dialect', () => {
  it.each([
    [settings({ dialect: 'chatroom', token: 't' }), { token: 't' }],
    [settings({ dialect: 'direct-messages', token: 't', named: true }), { token: 't', dialect: 'direct-messages' }],
    [settings({ dialect: 'instant-mentor', claim: CLAIM }), CLAIM],
    [settings({ named: true, guestKey: 'k' }), { dialect: 'lyceum', guestKey: 'k' }],
  ])('in the handshake of Socket.IO', (given, auth) => {
    expect(handshakeAuth(given)).toEqual(auth);
  });

  it.each([
    [settings({ dialect: 'skill-lift', token: 'a b' }), 'wss://example.org/?token=a+b'],
    [settings({ dialect: 'skill-lift' }), 'wss://example.org/?token='],
    [settings({ dialect: 'group-study' }), 'wss://example.org/'],
    [settings({ dialect: 'group-study', named: true }), 'wss://example.org/?dialect=group-study'],
    [settings({ dialect: 'lyceum', token: 't', named: true }), 'wss://example.org/'],
  ])('in the address of a plain WebSocket', (given, url) => {
    expect(socketUrl('https://example.org', given)).toBe(url);
  });

  it('by a subprotocol, and its token in the first frame, where it is the canonical one', () => {
    const canonical = settings({ carrier: 'websocket', token: 't' });
    expect(subprotocols(canonical)).toEqual(['lyceum.v1']);
    expect(firstFrame(canonical)).toBe('{"type":"auth","data":{"token":"t"}}');
    expect(firstFrame(settings({ token: 't' }))).toBeUndefined();
    expect(subprotocols(settings({ dialect: 'group-study', carrier: 'websocket' }))).toEqual([]);
  });
});

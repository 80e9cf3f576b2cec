import { describe, expect, it } from '@jest/globals';
import { choiceFor, onCarrier, settingsOf, whosOf } from './choice.js';

const ANA = { id: '1', name: 'ana', token: 't' };

describe('a choice', () => {
  it.each([
    ['lyceum', { carrier: 'socket.io', who: 'test', named: true }],
    ['group-study', { carrier: 'websocket', who: 'guest', named: false }],
    ['instant-mentor', { carrier: 'socket.io', who: 'guest', named: false }],
    ['skill-lift', { carrier: 'websocket', who: 'test', named: false }],
  ] as const)('of %s begins as its clients connect', (dialect, begins) => {
    expect(choiceFor(dialect, 'Ana')).toMatchObject(begins);
  });

  it('keeps a pasted token when the dialect changes', () => {
    const old = { ...choiceFor('lyceum', 'Ana'), token: 'pasted' };
    expect(choiceFor('chatroom', 'Ana', old).token).toBe('pasted');
  });

  it.each([
    ['group-study', true, ['guest']],
    ['chatroom', false, ['test', 'pasted']],
    ['instant-mentor', true, ['guest', 'test', 'own', 'pasted']],
    ['lyceum', false, ['test', 'pasted', 'guest']],
  ] as const)('of who connects to %s (signed in: %s) is %j', (dialect, signedIn, whos) => {
    expect(whosOf(choiceFor(dialect, 'Ana'), signedIn)).toEqual(whos);
  });

  it('knows where guests of the canonical protocol can’t come in', () => {
    const guest = { ...choiceFor('lyceum', 'Ana'), who: 'guest' } as const;
    expect(onCarrier(guest, 'polling')).toMatchObject({ carrier: 'polling', who: 'guest' });
    const raw = onCarrier(guest, 'websocket');
    expect(raw).toMatchObject({ carrier: 'websocket', who: 'test' });
    expect(whosOf(raw, false)).toEqual(['test', 'pasted']);
    expect(onCarrier({ ...choiceFor('group-study', 'Ana') }, 'websocket').who).toBe('guest');
  });

  it('shows the key of a guest, and nothing else', () => {
    const guest = { ...choiceFor('lyceum', 'Ana'), who: 'guest' } as const;
    expect(settingsOf(guest, { id: '', name: 'Ana', guestKey: 'k' })).toEqual({
      ...{ dialect: 'lyceum', carrier: 'socket.io', named: true, guestKey: 'k' },
    });
  });

  it('becomes what the connection is opened with', () => {
    const guest = { ...choiceFor('instant-mentor', 'ana-1'), role: 'mentor' } as const;
    expect(settingsOf(guest, { id: 'ana-1', name: 'ana-1' })).toEqual({
      ...{ dialect: 'instant-mentor', carrier: 'socket.io', named: false },
      claim: { userId: 'ana-1', userRole: 'mentor' },
    });
    expect(settingsOf({ ...guest, who: 'test' }, ANA)).toEqual({
      ...{ dialect: 'instant-mentor', carrier: 'socket.io', named: true, token: 't' },
    });
  });
});

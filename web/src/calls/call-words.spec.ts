import { describe, expect, it } from '@jest/globals';
import type { CallPeer, CallSnapshot, User } from '@lyceum/client';
import { lengthOf, partnerOf, stateOf } from './call-words.js';

const person = (name: string): User => ({ id: name, username: null, name, avatarUrl: null, role: 'student', guest: false });
const peer = (name: string, changes: Partial<CallPeer> = {}): CallPeer => ({
  ...{ user: person(name), state: 'joined', connection: 'connected', reconnectingUntil: undefined },
  ...{ muted: false, cameraOff: false, sharing: false },
  ...changes,
});
const call = (changes: Partial<CallSnapshot> = {}): CallSnapshot => ({
  ...{ id: 'c1', kind: 'video', direction: 'outgoing', state: 'active', room: { id: 'r1', key: null, code: null } },
  ...{ isRoomCall: false, caller: person('Me'), metadata: null, peers: [peer('Ada')], localStream: undefined },
  ...{ remoteStreams: new Map(), muted: false, cameraOff: false, sharing: false, devices: {}, quality: undefined },
  ...{ offline: false, startedAt: '', acceptedAt: null, endedAt: null, endReason: null, endedBy: null },
  ...{ declineReason: null, error: undefined },
  ...changes,
});

describe('what is said of a call', () => {
  it('is whom one talks with: the other of two, or all of a room', () => {
    expect(partnerOf(call())).toBe('Ada');
    expect(partnerOf(call({ isRoomCall: true, peers: [peer('Ada'), peer('Ben')] }))).toBe('Ada and Ben');
    expect(partnerOf(call({ isRoomCall: true, peers: [] }))).toBe('Room call');
  });

  it('is how it is, what is wrong first', () => {
    expect(stateOf(call({ state: 'ringing' }))).toBe('Calling Ada…');
    expect(stateOf(call({ offline: true }))).toMatch(/^Your connection is lost/);
    expect(stateOf(call({ peers: [peer('Ada', { state: 'reconnecting' })] }))).toMatch(/^Ada has lost the connection/);
    expect(stateOf(call({ peers: [peer('Ada', { connection: 'restoring' })] }))).toMatch(/^The connection is bad/);
    expect(stateOf(call())).toBe('You are in the call');
    expect(stateOf(call({ isRoomCall: true, state: 'ringing', peers: [] }))).toBe('Nobody else is here yet');
  });

  it('is why it is over, and by whom', () => {
    const ended = { state: 'ended' } as const;
    expect(stateOf(call({ ...ended, endReason: 'declined' }))).toBe('Ada can’t talk now');
    expect(stateOf(call({ ...ended, endReason: 'completed', endedBy: person('Ada') }))).toBe('Ada has hung up');
    expect(stateOf(call({ ...ended, endReason: 'completed', endedBy: person('Me') }))).toBe('The call is over');
    expect(stateOf(call({ ...ended, endReason: 'connection_lost' }))).toBe('The connection was lost');
  });

  it('is how long it lasts, as clocks show it', () => {
    expect([0, 65.9, 3_723].map(lengthOf)).toEqual(['0:00', '1:05', '1:02:03']);
  });
});

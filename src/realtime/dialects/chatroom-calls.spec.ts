import { describe, expect, it } from '@jest/globals';
import { aConnection, ANA, BEN, NOW, SERVER } from '../../../test/support/realtime/canonical.js';
import { asks, play, type Answers } from '../../../test/support/realtime/play-script.js';
import { AppError } from '../../common/index.js';
import type { Call, CallEndReason, SignalType, User } from '../../protocol/index.js';
import { chatroom } from './chatroom.js';
import type { Fields } from './dialect.js';

const OFFER = { type: 'offer', sdp: 'v=0' };
const ANSWER = { type: 'answer', sdp: 'v=0' };

function aCall(fields: Partial<Call> = {}): Call {
  return {
    id: 'call-1',
    kind: 'video',
    state: 'ringing',
    room: { id: 'room-1', key: null, code: null },
    isRoomCall: false,
    caller: ANA,
    parties: [
      { user: ANA, state: 'joined', joinedAt: NOW },
      { user: BEN, state: 'invited', joinedAt: null },
    ],
    startedAt: NOW,
    acceptedAt: null,
    endedAt: null,
    endReason: null,
    endedBy: null,
    durationSeconds: null,
    ...fields,
  };
}

const run = (event: string, fields: Fields, answers: Answers = {}) =>
  play(chatroom.row(event)!(fields, aConnection(), SERVER), answers);

describe('chatroom calls, from the client', () => {
  it.each([
    ['call_user', { offer: OFFER }, 'calls:start', { to: { username: 'ben' }, kind: 'video', offer: OFFER }],
    ['call_answer', { answer: ANSWER }, 'calls:accept', { with: { username: 'ben' }, answer: ANSWER }],
    ['ice_candidate', { candidate: 'c' }, 'calls:signal', { with: { username: 'ben' }, type: 'candidate', data: 'c' }],
    ['end_call', {}, 'calls:end', { with: { username: 'ben' } }],
  ])('%s %j is %s', (event, fields, command, payload) => {
    const { deeds, returned } = run(event, { to: 'ben', from: 'cleo', kind: 'audio', ...fields }, { [command]: () => aCall() });

    expect(deeds).toEqual([asks(command, payload)]);
    expect(returned).toEqual(aCall());
  });

  it.each([
    ['busy', 'CALL_BUSY'],
    ['unreachable', 'CALL_UNREACHABLE'],
  ] as const)('a call that has ended as %s at once is refused as %s', (endReason, code) => {
    expect(() => run('call_user', { to: 'ben', offer: OFFER }, { 'calls:start': () => aCall({ endReason }) })).toThrow(
      new AppError(code),
    );
  });

  it.each([
    ['call_user', { offer: OFFER }, 'calls:start', 'USER_NOT_FOUND', 'to'],
    ['end_call', {}, 'calls:end', 'CALL_NOT_FOUND', 'with'],
  ] as const)('%s finds people who have no username by the id that they are shown by', (event, fields, command, code, field) => {
    const answers: Answers = {
      [command]: (payload: Record<string, { id?: string }>) => (payload[field]?.id === 'app-7' ? aCall() : new AppError(code)),
    };

    expect(run(event, { to: 'app-7', ...fields }, answers).returned).toEqual(aCall());
    expect(() => run(event, { to: 'app-8', ...fields }, answers)).toThrow(new AppError(code));
  });

  it('another refusal is final', () => {
    const answers = { 'calls:start': () => new AppError('BLOCKED') };
    expect(() => run('call_user', { to: 'ben', offer: OFFER }, answers)).toThrow(new AppError('BLOCKED'));
  });

  it.each([
    ['call_user', { to: 'ben' }, 'offer must be there'],
    ['call_user', { to: 'ben', offer: null }, 'offer must be there'],
    ['call_user', { offer: OFFER }, 'to must be'],
    ['call_answer', { to: 'ben' }, 'answer must be there'],
    ['ice_candidate', { to: 'ben' }, 'candidate must be there'],
    ['end_call', { to: ['ben'] }, 'to must be'],
  ])('%s with %j is refused', (event, fields, message) => {
    expect(() => run(event, fields)).toThrow(message);
  });

  it('a refusal is a call_error, aloud too where an answer was asked for', () => {
    const error = new AppError('CALL_BUSY').toPublic();
    for (const event of ['call_user', 'call_answer', 'ice_candidate', 'end_call']) {
      expect(chatroom.refusal(error, event, { to: 'ben', offer: OFFER })).toEqual({
        event: 'call_error',
        data: { to: 'ben', code: 'CALL_BUSY', message: error.message },
      });
      expect(chatroom.refusesAloud?.has(event)).toBe(true);
    }
    expect(chatroom.refusesAloud?.has('send_message')).toBe(false);
  });

  it.each([undefined, null, 'ben', [], {}, { to: 5 }])('a refusal of %j names nobody', (fields) => {
    const error = new AppError('INVALID').toPublic();
    expect(chatroom.refusal(error, 'end_call', fields).data).toEqual({ to: null, code: 'INVALID', message: error.message });
  });
});

describe('chatroom calls, to the client', () => {
  const ROOM_CALL = aCall({ isRoomCall: true });
  const signal = (type: SignalType) => chatroom.outbound['calls:signal']?.({ callId: 'call-1', from: BEN, type, data: 'x' });

  it('rings with the offer', () => {
    expect(chatroom.outbound['calls:incoming']?.({ call: aCall(), offer: OFFER, metadata: null })).toEqual({
      event: 'incoming_call',
      data: { from: 'ana', offer: OFFER, callId: 'call-1', callType: 'video' },
    });
  });

  it('is left out where there is no offer, and of calls of whole rooms', () => {
    for (const offer of [null, undefined]) {
      expect(chatroom.outbound['calls:incoming']?.({ call: aCall(), offer, metadata: null })).toBeNull();
    }
    expect(chatroom.outbound['calls:incoming']?.({ call: ROOM_CALL, offer: OFFER, metadata: null })).toBeNull();
    expect(chatroom.outbound['calls:accepted']?.({ call: ROOM_CALL, by: BEN, answer: ANSWER, metadata: null })).toBeNull();
  });

  it('is answered with the accepting, or by a signal afterwards', () => {
    const answered = { event: 'call_answered', data: { from: 'ben', answer: ANSWER } };
    const accepted = { call: aCall(), by: BEN, metadata: null };
    expect(chatroom.outbound['calls:accepted']?.({ ...accepted, answer: ANSWER })).toEqual(answered);
    expect(chatroom.outbound['calls:accepted']?.({ ...accepted, answer: null })).toBeNull();
    expect(signal('answer')).toEqual({ event: 'call_answered', data: { from: 'ben', answer: 'x' } });
  });

  it('passes candidates, and nothing that these clients have no word for', () => {
    expect(signal('candidate')).toEqual({ event: 'ice_candidate', data: { from: 'ben', candidate: 'x' } });
    expect(signal('offer')).toBeNull();
    expect(signal('hangup')).toBeNull();
  });

  /** What `viewer` is told of a call of Ana and Ben. */
  function ended(viewer: User, endReason: CallEndReason, endedBy: User | null, call = aCall()) {
    const fact = { call, callId: 'call-1', endReason, endedBy, durationSeconds: 0 };
    return chatroom.personal?.['calls:ended']?.(fact, { userId: viewer.id }, {});
  }
  const callEnded = (from: string, reason: string) => ({ event: 'call_ended', data: { from, callId: 'call-1', reason } });

  it('ends for each with the name of the other', () => {
    expect(ended(ANA, 'no_answer', null)).toEqual(callEnded('ben', 'no_answer'));
    expect(ended(BEN, 'no_answer', null)).toEqual(callEnded('ana', 'no_answer'));
    expect(ended(BEN, 'connection_lost', null)).toEqual(callEnded('ana', 'disconnected'));
  });

  it('ends for the other, not for who ended it; but stops ringing on their other devices', () => {
    expect(ended(BEN, 'completed', ANA)).toEqual(callEnded('ana', 'ended'));
    expect(ended(ANA, 'completed', ANA)).toBeNull();
    expect(ended(BEN, 'cancelled', ANA)).toEqual(callEnded('ana', 'cancelled'));
    expect(ended(ANA, 'cancelled', ANA)).toBeNull();
    expect(ended(ANA, 'declined', BEN)).toEqual(callEnded('ben', 'rejected'));
    expect(ended(BEN, 'declined', BEN)).toEqual(callEnded('ana', 'rejected'));
    expect(ended(BEN, 'answered_elsewhere', BEN)).toEqual(callEnded('ana', 'answered_elsewhere'));
  });

  it('does not end where it never rang, nor where it was of a room', () => {
    expect(ended(ANA, 'busy', null)).toBeNull();
    expect(ended(ANA, 'unreachable', null)).toBeNull();
    expect(ended(ANA, 'completed', BEN, ROOM_CALL)).toBeNull();
  });
});

import { describe, expect, it } from '@jest/globals';
import { Recorder } from './connection/recorder.js';
import { filledIn, knownFrom } from './known.js';

/** What is known after these frames came. */
function after(...frames: object[]) {
  const recorder = new Recorder('websocket');
  for (const frame of frames) recorder.add('in', JSON.stringify(frame));
  return knownFrom(recorder.get());
}

describe('what is known', () => {
  it.each([
    ['a session’s code', { type: 'created', sessionCode: 'ABC234' }, { code: 'ABC234' }],
    [
      'a room',
      { type: 'rooms:joined', data: { room: { id: 'r1', key: null, code: 'ABC234' } } },
      { 'room.id': 'r1', code: 'ABC234' },
    ],
    ['a message', { type: 'chat_message', payload: { id: 'm1', roomId: 'x' } }, { 'message.id': 'm1' }],
    ['a call that rings', { type: 'calls:incoming', data: { call: { id: 'c1' } } }, { 'call.id': 'c1' }],
    ['a call of the app', { type: 'call_initiated', data: { id: 'c1', callId: 'c1' } }, { 'call.id': 'c1' }],
    ['a request', { type: 'help_request_received', data: { requestId: 'h1' } }, { 'request.id': 'h1' }],
    [
      'a conversation',
      { type: 'message:sent', data: { id: 'm1', sessionId: 's1' } },
      { 'message.id': 'm1', 'conversation.id': 's1' },
    ],
    ['who one is', { type: 'hello', data: { user: { id: 'guest:key:1' } } }, { 'my.id': 'guest:key:1' }],
    ['nothing', { type: 'users:online', data: { userIds: [] } }, {}],
  ])('of %s is read from its frame', (_what, frame, known) => {
    expect(after(frame)).toEqual(known);
  });

  it('is read from an answer as well', () => {
    const recorder = new Recorder('socket.io');
    recorder.add('out', '421["rooms:create",{}]');
    recorder.add('in', '431[{"ok":true,"data":{"id":"r1","key":null,"code":"ABC234"}}]');
    expect(knownFrom(recorder.get())).toEqual({ 'room.id': 'r1', code: 'ABC234' });
  });

  it('is what came last, and nothing that one said oneself', () => {
    expect(after({ type: 'created', sessionCode: 'AAAAAA' }, { type: 'created', sessionCode: 'BBBBBB' })).toEqual({
      code: 'BBBBBB',
    });
    const recorder = new Recorder('websocket');
    recorder.add('out', '{"type":"join","sessionCode":"ZZZZZZ"}');
    expect(knownFrom(recorder.get())).toEqual({});
  });
});

describe('an example', () => {
  it('is filled in with it at every depth, and keeps what is not known for the reader', () => {
    const payload = { room: { id: '{room.id}' }, users: ['{their.id}'], at: '{now}', text: 'a {room.id} inside' };
    expect(filledIn(payload, { 'room.id': 'r1', now: 5 })).toEqual({
      ...{ room: { id: 'r1' }, users: ['{their.id}'], at: 5, text: 'a {room.id} inside' },
    });
  });
});

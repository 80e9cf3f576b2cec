import type { ExampleGroup } from './dialect.js';

const CALL = { callId: '{call.id}' };
const REQUEST = { requestId: '{request.id}' };

/** The commands about people: who is here, calls, help, and one's own account. */
export const lyceumPeople: readonly ExampleGroup[] = [
  {
    title: 'Presence',
    examples: [
      { event: 'presence:online', says: 'who is online', payload: { watch: false } },
      { event: 'presence:set', says: 'is away', payload: { state: 'away', statusText: 'In a lesson' } },
      { event: 'presence:watch', says: 'hears of somebody’s coming and going', payload: { users: ['{their.id}'] } },
      { event: 'presence:unwatch', says: 'no more', payload: { users: ['{their.id}'] } },
    ],
  },
  {
    title: 'Calls',
    examples: [
      {
        event: 'calls:start',
        says: 'rings somebody',
        payload: { to: { id: '{their.id}' }, kind: 'video', offer: { type: 'offer', sdp: 'v=0' } },
      },
      { event: 'calls:start', says: 'calls everybody in a room', payload: { room: { id: '{room.id}' }, kind: 'audio' } },
      { event: 'calls:accept', says: 'accepts', payload: { ...CALL, answer: { type: 'answer', sdp: 'v=0' } } },
      { event: 'calls:reject', says: 'declines', payload: { ...CALL, reason: 'In a lesson' } },
      { event: 'calls:cancel', says: 'stops ringing', payload: CALL },
      { event: 'calls:end', says: 'hangs up', payload: CALL },
      {
        event: 'calls:signal',
        says: 'gives the other a candidate',
        payload: { ...CALL, type: 'candidate', data: { candidate: 'candidate:1 1 udp 1 192.0.2.1 9 typ host', sdpMid: '0' } },
      },
      { event: 'calls:current', says: 'the calls that go on', payload: {} },
      { event: 'calls:history', says: 'the calls that were', payload: { limit: 10 } },
      { event: 'calls:stats', says: 'how good the line is', payload: { ...CALL, stats: { roundTripMs: 12.5, jitterMs: 1.5 } } },
      { event: 'calls:ice-servers', says: 'STUN and TURN servers', payload: {} },
      { event: 'calls:join-sfu', says: 'a token for the media server', payload: CALL },
    ],
  },
  {
    title: 'Mentors and help',
    examples: [
      { event: 'mentors:list', says: 'who is there', payload: { available: true, limit: 10 } },
      {
        event: 'mentors:set',
        says: 'a mentor is available',
        payload: { availability: 'available', subjects: ['Maths'], capacity: 2 },
      },
      { event: 'mentors:get', says: 'a mentor’s own status', payload: {} },
      { event: 'help:request', says: 'asks for help', payload: { subject: 'Maths', text: 'How?', urgency: 'high' } },
      { event: 'help:accept', says: 'helps', payload: REQUEST },
      { event: 'help:decline', says: 'does not', payload: REQUEST },
      { event: 'help:cancel', says: 'needs no help any more', payload: REQUEST },
      { event: 'help:resolve', says: 'is done', payload: { ...REQUEST, rating: 5, note: 'Well explained' } },
      { event: 'help:queue', says: 'what is asked', payload: {} },
    ],
  },
  {
    title: 'Account and notifications',
    examples: [
      { event: 'auth:me', says: 'who one is', payload: {} },
      { event: 'auth:sessions', says: 'where one is signed in', payload: {} },
      { event: 'auth:revoke', says: 'signs one of them out', payload: { sid: '{session.id}' } },
      { event: 'auth:refresh', says: 'goes on with a newer token', payload: { token: '{my.token}' } },
      { event: 'notifications:list', says: 'what one was told', payload: { limit: 10 } },
      { event: 'notifications:read', says: 'has seen it', payload: { ids: ['{notification.id}'] } },
    ],
  },
];

import type { Example, ExampleGroup } from './dialect.js';

const CALL = { callId: '{call.id}' };
const signal = (event: string, says: string, payload: Record<string, string> | null): Example => ({
  event,
  says,
  payload: { ...CALL, targetUserId: '{their.id}', payload },
});

export const instantMentorCalls: readonly ExampleGroup[] = [
  {
    title: 'Calls',
    examples: [
      {
        event: 'initiate_call',
        says: 'rings somebody',
        payload: { receiverId: '{their.id}', callType: 'video', callData: { topic: 'Algebra' } },
      },
      { event: 'accept_call', says: 'accepts the call', payload: CALL },
      { event: 'reject_call', says: 'declines it', payload: { ...CALL, reason: 'In a lesson' } },
      { event: 'end_call', says: 'hangs up', payload: CALL },
      signal('webrtc_offer', 'gives the other an offer', { type: 'offer', sdp: 'v=0' }),
      signal('webrtc_answer', 'answers the offer', { type: 'answer', sdp: 'v=0' }),
      signal('webrtc_ice_candidate', 'gives the other a candidate', { candidate: 'candidate:1 1 udp 1 192.0.2.1 9 typ host' }),
      signal('webrtc_hangup', 'takes the line down', null),
    ],
  },
];

import type { OldFrame } from '../e2e/input/dialect-frames.js';

const frame = (event: string, payload: object): OldFrame => ({
  event,
  fields: Object.fromEntries(Object.entries(payload).map(([name, value]) => [name, [value, 'ignored'] as const])),
});

/** What the Flutter app sends, flat and in its envelope. */
export const INSTANT_MENTOR_FRAMES = (receiverId: string, sessionId: string): readonly OldFrame[] => [
  frame('send_message', { receiverId, content: 'Hello', messageType: 'text', metadata: { a: 1 } }),
  frame('send_message', {
    id: '1767225600000',
    event: 'send_message',
    timestamp: '2026-01-01T00:00:00.000Z',
    receiverId,
    data: { content: 'Hello', type: 'text' },
  }),
  frame('send_message', { sessionId, content: 'Hello all' }),
  frame('mark_read', { senderId: receiverId }),
  frame('message_read', { messageId: '01890a5d-ac96-774b-bcce-b302099a8057' }),
  frame('user_typing', { receiverId }),
  frame('user_stopped_typing', { sessionId }),
  frame('initiate_call', { receiverId, callType: 'video', callData: { topic: 'Algebra' }, callerName: 'Ana' }),
  frame('accept_call', { callId: '01890a5d-ac96-774b-bcce-b302099a8057', callData: {} }),
  frame('reject_call', { callId: '01890a5d-ac96-774b-bcce-b302099a8057', reason: 'busy' }),
  frame('end_call', { callId: '01890a5d-ac96-774b-bcce-b302099a8057' }),
  frame('webrtc_offer', { callId: '01890a5d-ac96-774b-bcce-b302099a8057', targetUserId: receiverId, payload: { sdp: 'v=0' } }),
  frame('webrtc_answer', { callId: '01890a5d-ac96-774b-bcce-b302099a8057', payload: { sdp: 'v=0' } }),
  frame('webrtc_ice_candidate', { callId: '01890a5d-ac96-774b-bcce-b302099a8057', payload: { candidate: '' } }),
  frame('webrtc_hangup', { callId: '01890a5d-ac96-774b-bcce-b302099a8057' }),
  frame('mentor_available', { statusMessage: 'Ask me', statusData: { a: 1 } }),
  frame('mentor_busy', { statusMessage: 'Later', status: 'offline' }),
  frame('student_request_help', {
    mentorId: receiverId,
    subject: 'Maths',
    message: 'How?',
    urgency: 'high',
    requestData: { a: 1 },
  }),
  frame('student_request_help', { receiverId: 'broadcast_to_mentors', subject: 'Maths' }),
  frame('accept_help_request', { requestId: '01890a5d-ac96-774b-bcce-b302099a8057' }),
  frame('decline_help_request', { requestId: '01890a5d-ac96-774b-bcce-b302099a8057' }),
  frame('cancel_help_request', { requestId: '01890a5d-ac96-774b-bcce-b302099a8057' }),
  frame('join_session', { sessionId }),
  frame('leave_session', { sessionId }),
  frame('user_online', { userId: receiverId, role: 'student', timestamp: '2026-01-01T00:00:00.000Z' }),
  frame('user_offline', { userId: receiverId, role: 'student' }),
  frame('ping', { timestamp: 1_767_225_600_000 }),
];

import { SOCKET_IO, type PlaygroundDialect } from './dialect.js';
import { instantMentorCalls } from './instant-mentor-calls.js';

const RECEIVER = { receiverId: '{their.id}' };

export const instantMentor: PlaygroundDialect = {
  name: 'instant-mentor',
  title: 'Instant mentor',
  says: 'Tutoring apps made with Flutter on Socket.IO: students and mentors, with a token or as guests.',
  carriers: SOCKET_IO,
  identities: ['guest', 'token'],
  named: false,
  answers: SOCKET_IO,
  groups: [
    {
      title: 'Messages',
      examples: [
        { event: 'send_message', says: 'writes to somebody', payload: { ...RECEIVER, content: 'Hello', messageType: 'text' } },
        {
          event: 'send_message',
          says: 'in the envelope of the app',
          payload: {
            id: '{now}',
            event: 'send_message',
            timestamp: '{time}',
            data: { content: 'Hello' },
            senderId: '{my.id}',
            ...RECEIVER,
          },
        },
        { event: 'send_message', says: 'speaks in a session', payload: { sessionId: 'session-1', content: 'Hello' } },
        { event: 'mark_read', says: 'has read a message', payload: { messageId: '{message.id}' } },
        { event: 'message_read', says: 'has read all that somebody wrote', payload: { senderId: '{their.id}' } },
        { event: 'user_typing', says: 'is typing', payload: RECEIVER },
        { event: 'user_stopped_typing', says: 'stopped typing', payload: RECEIVER },
      ],
    },
    ...instantMentorCalls,
    {
      title: 'Mentors',
      examples: [
        { event: 'mentor_available', says: 'is there for students', payload: { statusMessage: 'Ask me' } },
        { event: 'mentor_busy', says: 'is busy', payload: {} },
        { event: 'mentor_busy', says: 'is offline', payload: { status: 'offline' } },
      ],
    },
    {
      title: 'Help',
      examples: [
        {
          event: 'student_request_help',
          says: 'asks all mentors who are available',
          payload: { mentorId: 'broadcast_to_mentors', subject: 'Maths', message: 'How?', urgency: 'high' },
        },
        {
          event: 'student_request_help',
          says: 'asks one mentor',
          payload: { mentorId: '{their.id}', subject: 'Maths', message: 'How?', urgency: 'medium' },
        },
        { event: 'accept_help_request', says: 'helps', payload: { requestId: '{request.id}' } },
        { event: 'decline_help_request', says: 'does not help', payload: { requestId: '{request.id}' } },
        { event: 'cancel_help_request', says: 'needs no help any more', payload: { requestId: '{request.id}' } },
      ],
    },
    {
      title: 'Sessions and presence',
      examples: [
        { event: 'join_session', says: 'joins a session, or makes it', payload: { sessionId: 'session-1' } },
        { event: 'leave_session', says: 'leaves it', payload: { sessionId: 'session-1' } },
        { event: 'user_online', says: 'announces itself', payload: { userId: '{my.id}', role: 'student', timestamp: '{time}' } },
        {
          event: 'user_offline',
          says: 'says goodbye; only the connection counts',
          payload: { userId: '{my.id}', role: 'student', timestamp: '{time}' },
        },
        { event: 'ping', says: 'is answered with its own time', payload: { timestamp: '{time}' } },
      ],
    },
    {
      title: 'What is refused',
      examples: [
        { event: 'send_message', says: 'to nobody', payload: { content: 'Hello' } },
        { event: 'initiate_call', says: 'a call of no kind', payload: { ...RECEIVER, callType: 'telepathy' } },
        { event: 'no_such_event', says: 'an event that nobody knows', payload: {} },
      ],
    },
  ],
};

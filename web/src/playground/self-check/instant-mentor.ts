import { callSteps } from './instant-mentor-calls.js';
import { anArray, aText, aTime } from './pattern.js';
import type { Player } from './player.js';
import type { SelfCheck } from './script.js';

/** Everything that the app is told has these at its top. */
const FLAT = { id: aText, senderId: aText, timestamp: aTime };

export const instantMentorCheck: SelfCheck = {
  dialect: 'instant-mentor',
  remark: 'A student and a mentor come as guests: only a guest’s claim to be a mentor counts without somebody’s leave.',
  steps: ({ enter, fresh }) => {
    let [ana, mia]: Player[] = [];
    const [anaId, miaId, sessionId, hello] = [fresh('student-'), fresh('mentor-'), fresh('session-'), fresh('Hello ')];
    let messageId = '';
    const both = () => {
      if (ana === undefined || mia === undefined) throw new Error('They have not come yet');
      return { ana, anaId, mia, miaId };
    };
    return [
      {
        title: 'A student connects and is told which mentors are there',
        play: async () => {
          ana = enter('Ana', { claim: { userId: anaId, userRole: 'student' } });
          await ana.connects();
          await ana.hears('mentor_statuses', anArray);
        },
      },
      {
        title: 'A mentor comes and is available: the student sees both',
        play: async () => {
          mia = enter('Mia', { claim: { userId: miaId, userRole: 'mentor' } });
          await mia.connects();
          await ana?.hears('user_online', { ...FLAT, userId: miaId, userRole: 'mentor' });
          mia.send('mentor_available', {});
          const status = { isAvailable: true, status: 'available', statusMessage: 'Available for sessions', updatedAt: aTime };
          await ana?.hears('mentor_status_update', { ...FLAT, mentorId: miaId, ...status });
        },
      },
      {
        title: 'What the student writes, in the app’s envelope, reaches the mentor',
        play: async () => {
          const envelope = { id: String(Date.now()), event: 'send_message', timestamp: new Date().toISOString() };
          ana?.send('send_message', { ...envelope, data: { content: hello }, senderId: 'somebody else', receiverId: miaId });
          const said = { ...FLAT, senderId: anaId, receiverId: miaId, content: hello, messageType: 'text', type: 'text' };
          const sent = await ana?.hears('message_sent', { ...said, senderName: aText });
          messageId = (sent as { id: string }).id;
          await mia?.hears('message_received', { ...said, id: messageId });
          await ana?.hears('message_delivered', { ...FLAT, messageId, deliveredAt: aTime });
        },
      },
      {
        title: 'Reading and typing are told',
        play: async () => {
          mia?.send('mark_read', { messageId });
          await ana?.hears('message_read', { ...FLAT, messageId, readerId: miaId, readAt: aTime });
          mia?.send('user_typing', { receiverId: anaId });
          await ana?.hears('user_typing', { ...FLAT, userId: miaId, isTyping: true });
          mia?.send('user_stopped_typing', { receiverId: anaId });
          await ana?.hears('user_stopped_typing', { ...FLAT, userId: miaId, isTyping: false });
        },
      },
      {
        title: 'Both meet in a session, and hear each other there',
        play: async () => {
          ana?.send('join_session', { sessionId });
          ana?.send('ping', { timestamp: 1 });
          await ana?.hears('pong', { ...FLAT, timestamp: 1 });
          mia?.send('join_session', { sessionId });
          await ana?.hears('user_joined_session', { ...FLAT, userId: miaId, userRole: 'mentor', sessionId, joinedAt: aTime });
          mia?.send('send_message', { sessionId, content: 'In the session' });
          await ana?.hears('message_received', { ...FLAT, sessionId, senderId: miaId, content: 'In the session' });
          mia?.send('leave_session', { sessionId });
          await ana?.hears('user_left_session', { ...FLAT, userId: miaId, sessionId, leftAt: aTime });
        },
      },
      ...callSteps(both, FLAT),
      {
        title: 'What can’t be done is refused with a code',
        play: async () => {
          ana?.send('send_message', { content: 'To nobody' });
          await ana?.hears('error', { code: 'INVALID', message: aText, event: 'send_message' });
          ana?.send('mentor_available', {});
          await ana?.hears('error', { code: 'FORBIDDEN', message: aText, event: 'mentor_available' });
        },
      },
      {
        title: 'The mentor goes, and the student is told',
        play: async () => {
          mia?.close();
          await ana?.hears('user_offline', { ...FLAT, userId: miaId });
        },
      },
    ];
  },
};

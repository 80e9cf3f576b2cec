import { aNumber, aText, aTime, having } from './pattern.js';
import type { Player } from './player.js';
import type { SelfCheck, TestPerson } from './script.js';

export const skillLiftCheck: SelfCheck = {
  dialect: 'skill-lift',
  remark: 'The tokens of its clients are made by the app’s own backend; those of this server count as well.',
  steps: ({ enter, people, fresh }) => {
    let [ana, ben]: Player[] = [];
    let [anaIs, benIs]: TestPerson[] = [];
    const [roomId, hello] = [fresh('session_'), fresh('Hello ')];
    return [
      {
        title: 'Ana connects with her token and is greeted',
        play: async () => {
          [anaIs, benIs] = await people();
          ana = enter('Ana', { token: anaIs.token });
          await ana.hears('connected', { userId: anaIs.id, userName: aText, connectionId: aText });
        },
      },
      {
        title: 'Ana joins a room that nobody knew',
        play: async () => {
          ana?.send('join_room', { roomId });
          await ana?.hears('room_joined', {
            roomId,
            participants: having({ userId: anaIs?.id, userName: aText, joinedAt: aTime }),
          });
        },
      },
      {
        title: 'Ben joins, and Ana is told',
        play: async () => {
          ben = enter('Ben', { token: benIs?.token ?? '' });
          await ben.hears('connected', { userId: benIs?.id });
          ben.send('join_room', { roomId });
          await ben.hears('room_joined', { roomId, participants: having({ userId: anaIs?.id }) });
          await ana?.hears('user_joined', { roomId, userId: benIs?.id, userName: aText, timestamp: aTime });
        },
      },
      {
        title: 'What Ana says, both hear',
        play: async () => {
          ana?.send('chat_message', { roomId, message: hello, messageType: 'text' });
          const place = { roomId, id: aText, seq: aNumber, timestamp: aTime };
          const said = { ...place, userId: anaIs?.id, userName: aText, message: hello, messageType: 'text' };
          await ana?.hears('chat_message', said);
          await ben?.hears('chat_message', said);
        },
      },
      {
        title: 'Fields beside the type, or in “payload”, count as well',
        play: async () => {
          ben?.sendText(JSON.stringify({ type: 'chat_message', roomId, message: 'Flat' }));
          await ana?.hears('chat_message', { userId: benIs?.id, message: 'Flat' });
          ben?.sendText(JSON.stringify({ type: 'chat_message', payload: { roomId, message: 'Wrapped' } }));
          await ana?.hears('chat_message', { userId: benIs?.id, message: 'Wrapped' });
        },
      },
      {
        title: 'A ping is answered with its own time',
        play: async () => {
          const timestamp = Date.now();
          ana?.send('ping', { timestamp });
          await ana?.hears('pong', { timestamp, serverTime: aTime });
        },
      },
      {
        title: 'The owner turns the slide, and nobody else can',
        play: async () => {
          ana?.send('live_session_update', { roomId, slide: 3 });
          await ben?.hears('live_session_update', { roomId, slide: 3, userId: anaIs?.id });
          ben?.send('live_session_update', { roomId, slide: 4 });
          await ben?.hears('error', { code: aText, message: aText, type: 'live_session_update' });
        },
      },
      {
        title: 'Frames in a burst are taken in order, and the history comes',
        play: async () => {
          const tablet = enter('Ben’s tablet', { token: benIs?.token ?? '' });
          await tablet.connects();
          tablet.send('join_room', { roomId });
          tablet.send('chat_message', { roomId, message: 'From the burst' });
          await tablet.hears('room_joined', { roomId });
          await tablet.hears('chat_message', { message: hello, history: true });
          await ana?.hears('chat_message', { message: 'From the burst' });
          tablet.send('leave_room', { roomId });
          tablet.send('ping', { timestamp: 1 });
          await tablet.hears('pong', { timestamp: 1 });
          tablet.close();
        },
      },
      {
        title: 'Ben leaves, and Ana is told',
        play: async () => {
          ben?.send('leave_room', { roomId });
          await ana?.hears('user_left', { roomId, userId: benIs?.id });
          ben?.send('chat_message', { roomId, message: 'From outside' });
          await ben?.hears('error', { code: aText, type: 'chat_message' });
        },
      },
      {
        title: 'Without a valid token nobody comes in',
        play: async () => {
          const stranger = enter('A stranger', { token: '' });
          await stranger.hears('error', { code: 'UNAUTHENTICATED', message: aText });
          await stranger.isClosed('4401');
        },
      },
    ];
  },
};

import { anArray, aText, aTime, having, without } from './pattern.js';
import type { Player } from './player.js';
import type { SelfCheck, TestPerson } from './script.js';

const OFFER = { type: 'offer', sdp: 'v=0' };
const ANSWER = { type: 'answer', sdp: 'v=0' };
const CANDIDATE = { candidate: 'candidate:1 1 udp 1 192.0.2.1 9 typ host', sdpMid: '0' };

export const chatroomCheck: SelfCheck = {
  dialect: 'chatroom',
  remark: 'Its clients name no dialect, and are told by nothing else: the check connects as they do.',
  steps: ({ enter, people, fresh }) => {
    let [ana, ben]: Player[] = [];
    let [anaIs, benIs]: TestPerson[] = [];
    const hello = fresh('Hello ');
    return [
      {
        title: 'Ana connects, and is given the history and who is online',
        play: async () => {
          [anaIs, benIs] = await people();
          ana = enter('Ana', { token: anaIs.token });
          await ana.connects();
          await ana.hears('message_history', anArray);
          await ana.hears('online_users', having(anaIs.username));
        },
      },
      {
        title: 'Ben comes, and Ana sees him online',
        play: async () => {
          ben = enter('Ben', { token: benIs?.token ?? '' });
          await ben.connects();
          await ben.hears('message_history', anArray);
          await ana?.hears('online_users', having(benIs?.username));
        },
      },
      {
        title: 'What Ana says, both hear',
        play: async () => {
          ana?.send('send_message', { text: hello });
          const said = { id: aText, username: anaIs?.username, text: hello, timestamp: aTime };
          await ana?.hears('new_message', said);
          await ben?.hears('new_message', said);
        },
      },
      {
        title: 'Who asks for an answer gets one',
        play: async () => {
          const text = fresh('Answered ');
          await ben?.ask('send_message', { text }, { ok: true, data: { text } });
        },
      },
      {
        title: 'Whoever comes later is given what was said',
        play: async () => {
          const tablet = enter('Ana’s tablet', { token: anaIs?.token ?? '' });
          await tablet.hears('message_history', having({ username: anaIs?.username, text: hello }));
          tablet.close();
        },
      },
      {
        title: 'Ana calls Ben, and he answers',
        play: async () => {
          ana?.send('call_user', { to: benIs?.username, offer: OFFER });
          await ben?.hears('incoming_call', { from: anaIs?.username, offer: OFFER });
          ben?.send('call_answer', { to: anaIs?.username, answer: ANSWER });
          await ana?.hears('call_answered', { from: benIs?.username, answer: ANSWER });
        },
      },
      {
        title: 'Candidates go to the other, and hanging up is told',
        play: async () => {
          ana?.send('ice_candidate', { to: benIs?.username, candidate: CANDIDATE });
          await ben?.hears('ice_candidate', { from: anaIs?.username, candidate: CANDIDATE });
          ana?.send('end_call', { to: benIs?.username });
          await ben?.hears('call_ended', { from: anaIs?.username });
        },
      },
      {
        title: 'A call to nobody is refused with a reason',
        play: async () => {
          const to = fresh('nobody-');
          ana?.send('call_user', { to, offer: OFFER });
          await ana?.hears('call_error', { to, code: aText, message: aText });
        },
      },
      {
        title: 'Without a valid token nobody comes in',
        play: async () => {
          const stranger = enter('A stranger', { token: 'not.a.token' });
          await stranger.hears('connect_error', { message: aText, data: { code: 'UNAUTHENTICATED' } });
        },
      },
      {
        title: 'Ben goes, and Ana sees him online no more',
        play: async () => {
          // Lists from before he came are without him, too.
          ana?.forget();
          ben?.close();
          await ana?.hears('online_users', without(benIs?.username));
        },
      },
    ];
  },
};

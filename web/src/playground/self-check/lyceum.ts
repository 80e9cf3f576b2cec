import { aNumber, aText, aTime, having } from './pattern.js';
import type { Player } from './player.js';
import type { SelfCheck, TestPerson } from './script.js';

export const lyceumCheck: SelfCheck = {
  dialect: 'lyceum',
  remark: 'Ana comes by Socket.IO, Ben by a plain WebSocket.',
  steps: ({ enter, people, fresh }) => {
    let [ana, ben]: Player[] = [];
    let [anaIs, benIs]: TestPerson[] = [];
    let room: { id?: string; code?: string } = {};
    let messageId = '';
    const [hello, clientId] = [fresh('Hello '), fresh('client-')];
    const where = () => ({ id: room.id });
    const ok = { ok: true };
    return [
      {
        title: 'Both connect and are greeted',
        play: async () => {
          [anaIs, benIs] = await people();
          ana = enter('Ana', { token: anaIs.token, named: true });
          await ana.hears('hello', { user: { id: anaIs.id }, connectionId: aText, protocol: 1, serverTime: aTime });
          ben = enter('Ben', { token: benIs.token, carrier: 'websocket' });
          await ben.hears('hello', { user: { id: benIs.id }, protocol: 1 });
        },
      },
      {
        title: 'Ana makes a room with a code and joins it',
        play: async () => {
          const made = { id: aText, code: aText, visibility: 'code' };
          const answer = await ana?.ask('rooms:create', { title: 'Self-check' }, { ok: true, data: made });
          ({ data: room } = answer as { data: { id: string; code: string } });
          await ana?.ask('rooms:join', { room: where(), ...where() }, { ok: true, data: { role: 'owner', lastSeq: 0 } });
        },
      },
      {
        title: 'Ben joins by the code, and Ana is told',
        play: async () => {
          const joined = { role: 'member', participants: having({ user: { id: anaIs?.id } }) };
          await ben?.ask('rooms:join', { code: room.code }, { ok: true, data: joined });
          await ana?.hears('rooms:joined', { room: where(), user: { id: benIs?.id } });
        },
      },
      {
        title: 'What Ana says, both hear, as number 1',
        play: async () => {
          const said = { id: aText, seq: 1, text: hello, sender: { id: anaIs?.id }, createdAt: aTime };
          const answer = await ana?.ask('chat:send', { room: where(), text: hello, clientId }, { ok: true, data: said });
          messageId = (answer as { data: { id: string } }).data.id;
          await ana?.hears('chat:message', { ...said, id: messageId });
          await ben?.hears('chat:message', { ...said, id: messageId });
        },
      },
      {
        title: 'Sent again, it is the same message',
        play: async () => {
          const same = { id: messageId, seq: 1, duplicate: true };
          await ana?.ask('chat:send', { room: where(), text: hello, clientId }, { ok: true, data: same });
        },
      },
      {
        title: 'Changes, reactions, typing and reading are told',
        play: async () => {
          await ana?.ask('chat:edit', { messageId, text: `${hello}!` }, { ok: true, data: { revisionSeq: 2 } });
          await ben?.hears('chat:edited', { id: messageId, text: `${hello}!` });
          await ben?.ask('chat:react', { messageId, emoji: '👍', on: true }, ok);
          await ana?.hears('chat:reaction', { messageId, emoji: '👍', on: true });
          await ana?.ask('chat:typing', { room: where(), on: true }, ok);
          await ben?.hears('chat:typing', { user: { id: anaIs?.id }, on: true });
          await ben?.ask('chat:read', { room: where(), seq: 3 }, { ok: true, data: { unread: 0 } });
          await ana?.hears('chat:receipt', { user: { id: benIs?.id }, readSeq: 3 });
        },
      },
      {
        title: 'The history and what was missed can be had',
        play: async () => {
          const messages = having({ id: messageId, text: `${hello}!` });
          await ben?.ask('chat:history', { room: where() }, { ok: true, data: { messages } });
          const rooms = [{ room: where(), afterSeq: 0 }];
          await ben?.ask('chat:sync', { rooms }, { ok: true, data: { rooms: [{ lastSeq: 3, changes: messages }] } });
        },
      },
      {
        title: 'Ana calls Ben, he accepts, she hangs up',
        play: async () => {
          const start = { to: { id: benIs?.id }, kind: 'audio', offer: { type: 'offer', sdp: 'v=0' } };
          const answer = await ana?.ask('calls:start', start, { ok: true, data: { id: aText, state: 'ringing' } });
          const callId = (answer as { data: { id: string } }).data.id;
          await ben?.hears('calls:incoming', { call: { id: callId } });
          await ben?.ask('calls:accept', { callId, answer: { type: 'answer', sdp: 'v=0' } }, ok);
          await ana?.hears('calls:accepted', { call: { id: callId } });
          await ana?.ask('calls:end', { callId }, ok);
          await ben?.hears('calls:ended', { callId, endReason: aText, durationSeconds: aNumber });
        },
      },
      {
        title: 'What can’t be done is answered with a code',
        play: async () => {
          const refused = (error: { code: string; field?: string }) => ({ ok: false, error: { ...error, message: aText } });
          await ana?.ask('no:such', {}, refused({ code: 'UNKNOWN_EVENT' }));
          await ben?.ask('chat:send', { room: where(), text: 7 }, refused({ code: 'INVALID', field: 'text' }));
          await ben?.ask('rooms:close', { room: where() }, refused({ code: 'FORBIDDEN' }));
        },
      },
      {
        title: 'Ben leaves, Ana is told, and he hears no more of it',
        play: async () => {
          await ben?.ask('rooms:leave', { room: where() }, ok);
          await ana?.hears('rooms:left', { user: { id: benIs?.id }, reason: 'left' });
          await ana?.ask('chat:send', { room: where(), text: 'Without Ben' }, ok);
          await ben?.ask('auth:me', {}, { ok: true, data: { id: benIs?.id } });
          ben?.heardNo('chat:message', { text: 'Without Ben' });
          await ana?.ask('rooms:close', { room: where() }, ok);
        },
      },
    ];
  },
};

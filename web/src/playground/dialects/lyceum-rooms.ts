import type { ExampleGroup } from './dialect.js';

const ROOM = { room: { id: '{room.id}' } };
const MEMBER = { ...ROOM, userId: '{their.id}' };
const MESSAGE = { messageId: '{message.id}' };

/** The commands about rooms and what is said in them. */
export const lyceumRooms: readonly ExampleGroup[] = [
  {
    title: 'Rooms',
    examples: [
      { event: 'rooms:create', says: 'makes a room with a code', payload: { title: 'Algebra', visibility: 'code' } },
      { event: 'rooms:join', says: 'joins by the code', payload: { code: '{code}' } },
      { event: 'rooms:join', says: 'joins as a guest, by a name', payload: { code: '{code}', name: '{my.name}' } },
      { event: 'rooms:join', says: 'joins by a key, or makes the room', payload: { key: 'session_42', create: true } },
      { event: 'rooms:leave', says: 'leaves', payload: ROOM },
      { event: 'rooms:list', says: 'lists one’s own rooms', payload: { limit: 10 } },
      { event: 'rooms:get', says: 'shows a room and who is in it', payload: ROOM },
      {
        event: 'rooms:update',
        says: 'changes title, lock, capacity or entry',
        payload: { ...ROOM, title: 'Geometry', entry: 'open' },
      },
      { event: 'rooms:announce', says: 'tells everybody in it', payload: { ...ROOM, data: { slide: 3 } } },
      { event: 'rooms:rotate-code', says: 'gives it another code', payload: ROOM },
      { event: 'rooms:close', says: 'closes it', payload: ROOM },
    ],
  },
  {
    title: 'Members',
    examples: [
      { event: 'rooms:members', says: 'lists who belongs to a room', payload: { ...ROOM, limit: 10 } },
      { event: 'rooms:invite', says: 'invites somebody', payload: MEMBER },
      { event: 'rooms:kick', says: 'shows somebody the door', payload: MEMBER },
      { event: 'rooms:ban', says: 'keeps somebody out', payload: MEMBER },
      { event: 'rooms:unban', says: 'lets them come again', payload: MEMBER },
      { event: 'rooms:mute', says: 'takes somebody’s voice', payload: { ...MEMBER, on: true } },
      { event: 'rooms:role', says: 'makes somebody a moderator', payload: { ...MEMBER, role: 'moderator' } },
      { event: 'rooms:waiting', says: 'lists who waits to be let in', payload: ROOM },
      { event: 'rooms:admit', says: 'lets somebody in', payload: MEMBER },
      { event: 'rooms:deny', says: 'doesn’t', payload: MEMBER },
      { event: 'rooms:block', says: 'hears nothing of somebody any more', payload: { user: { id: '{their.id}' } } },
      { event: 'rooms:unblock', says: 'hears of them again', payload: { user: { id: '{their.id}' } } },
      { event: 'rooms:blocks', says: 'lists whom one has blocked', payload: {} },
    ],
  },
  {
    title: 'Messages',
    examples: [
      { event: 'chat:send', says: 'says something in a room', payload: { ...ROOM, text: 'Hello', clientId: '{new.id}' } },
      {
        event: 'chat:send',
        says: 'writes to somebody',
        payload: { to: { id: '{their.id}' }, text: 'Hello', clientId: '{new.id}' },
      },
      { event: 'chat:edit', says: 'says it better', payload: { ...MESSAGE, text: 'Better said' } },
      { event: 'chat:delete', says: 'takes it back', payload: MESSAGE },
      { event: 'chat:react', says: 'reacts', payload: { ...MESSAGE, emoji: '👍', on: true } },
      { event: 'chat:pin', says: 'pins it', payload: { ...MESSAGE, on: true } },
      { event: 'chat:pins', says: 'lists what is pinned', payload: ROOM },
      { event: 'chat:history', says: 'what was said last', payload: { ...ROOM, limit: 20 } },
      { event: 'chat:sync', says: 'what was missed', payload: { rooms: [{ ...ROOM, afterSeq: 0 }] } },
      { event: 'chat:search', says: 'searches', payload: { query: 'hello', limit: 10 } },
      { event: 'chat:typing', says: 'is typing', payload: { ...ROOM, on: true } },
      { event: 'chat:read', says: 'has read up to there', payload: MESSAGE },
      { event: 'chat:delivered', says: 'has it on a device', payload: MESSAGE },
      { event: 'chat:unread', says: 'what is unread', payload: {} },
      { event: 'chat:receipts', says: 'how far the others are', payload: ROOM },
      { event: 'chat:missed', says: 'what was said to one while away', payload: {} },
    ],
  },
];

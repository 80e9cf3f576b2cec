import { describe, expect, it } from '@jest/globals';
import { aConnection, aMessage, ANA, aRoom, BEN, NOW, SERVER } from '../../../test/support/realtime/canonical.js';
import { asks, play, says, type Answers } from '../../../test/support/realtime/play-script.js';
import { AppError } from '../../common/index.js';
import { ONLINE_USERS, type Contact, type User } from '../../protocol/index.js';
import { directMessages } from './direct-messages.js';

const DIRECT = { id: 'room-9', key: null, code: null };
const CONTACTS: Contact[] = [
  { id: ANA.id, name: 'Ana', avatarUrl: 'https://app.example/a.png', email: 'Ana@app.example' },
  { id: BEN.id, name: 'Ben', avatarUrl: null, email: null },
];
const MESSAGE = aMessage({ room: DIRECT });
const SHOWN = {
  id: 'message-1',
  content: 'Hello',
  senderId: ANA.id,
  recipientId: BEN.id,
  sessionId: DIRECT.id,
  createdAt: NOW,
  sender: { id: ANA.id, name: 'Ana', email: 'Ana@app.example', image: 'https://app.example/a.png' },
  recipient: { id: BEN.id, name: 'Ben', email: null, image: null },
};

function does(event: string, fields: Record<string, unknown>, answers: Answers = {}) {
  const row = directMessages.row(event);
  if (row === undefined) throw new Error(`There is no ${event}`);
  return play(row(fields, aConnection(), SERVER), answers);
}

describe('direct-messages, from the client', () => {
  const hello = { recipientId: BEN.id, content: 'Hello' };
  const toBen = asks('chat:send', { to: { id: BEN.id }, text: 'Hello' });
  const direct = (peer: User | null) => () => ({ room: aRoom({ id: DIRECT.id, kind: 'direct', peer }) });

  it('message:send writes to the person, and is answered by the fact', () => {
    expect(does('message:send', hello, { 'chat:send': () => MESSAGE })).toEqual({ deeds: [toBen], returned: MESSAGE });
    expect(directMessages.answeredByFact?.has('message:send')).toBe(true);
  });

  it('message:send under a sessionId looks first whether that is their conversation', () => {
    const look = asks('rooms:get', { room: { id: DIRECT.id } });
    const { deeds } = does('message:send', { ...hello, sessionId: DIRECT.id }, { 'rooms:get': direct(BEN) });
    expect(deeds).toEqual([look, toBen]);
  });

  it('message:send looks at the members where the other is not known here', () => {
    const answers = { 'rooms:get': direct(null), 'rooms:members': () => ({ members: [{ user: BEN }, { user: ANA }] }) };
    const { deeds } = does('message:send', { ...hello, sessionId: DIRECT.id }, answers);
    expect(deeds).toEqual([
      asks('rooms:get', { room: { id: DIRECT.id } }),
      asks('rooms:members', { room: { id: DIRECT.id } }),
      toBen,
    ]);
  });

  it.each([
    ['with somebody else', direct({ ...BEN, id: 'u-eva' })],
    ['that is a room of another kind', () => ({ room: aRoom() })],
    ['that is none', () => new AppError('ROOM_NOT_FOUND')],
    ['that is no id of ours', () => new AppError('INVALID', { field: 'room.id' })],
  ])('message:send is refused under a sessionId %s', (_, get) => {
    const send = () => does('message:send', { ...hello, sessionId: DIRECT.id }, { 'rooms:get': get });
    expect(send).toThrow(expect.objectContaining({ code: 'ROOM_NOT_FOUND' }));
  });

  it('message:send is refused as something else where it can’t be looked up', () => {
    const answers = { 'rooms:get': () => new AppError('UNAVAILABLE') };
    expect(() => does('message:send', { ...hello, sessionId: DIRECT.id }, answers)).toThrow(
      expect.objectContaining({ code: 'UNAVAILABLE' }),
    );
  });

  it('status:request is answered with everybody’s ids, the asker’s first, as many as a list may have', () => {
    const asked = asks('presence:online', { watch: true });
    const online = (users: User[]) => ({ 'presence:online': () => ({ users, total: users.length }) });
    expect(does('status:request', {}, online([BEN, ANA])).deeds).toEqual([
      asked,
      says('users:online', { userIds: [ANA.id, BEN.id] }),
    ]);
    expect(does('status:request', {}, online([BEN])).deeds).toEqual([asked, says('users:online', { userIds: [ANA.id, BEN.id] })]);
    const many = Array.from({ length: ONLINE_USERS }, (_, n) => ({ ...BEN, id: `u${n}` }));
    const [, told] = does('status:request', {}, online(many)).deeds;
    expect((told as { says: { data: { userIds: string[] } } }).says.data.userIds).toHaveLength(ONLINE_USERS);
  });

  it('connecting watches who is online, then gives what was missed, page by page', () => {
    const pages = [
      { messages: [{ message: MESSAGE, contacts: CONTACTS }], more: true },
      { messages: [{ message: { ...MESSAGE, id: 'message-2' }, contacts: CONTACTS }], more: false },
    ];
    const script = directMessages.onConnect?.(aConnection(BEN), SERVER);
    if (script === undefined) throw new Error('Nothing happens on connecting');
    const { deeds } = play(script, { 'chat:missed': () => pages.shift() });
    expect(deeds).toEqual([
      asks('presence:online', { watch: true }),
      asks('chat:missed', {}),
      says('message:receive', SHOWN),
      asks('chat:missed', {}),
      says('message:receive', { ...SHOWN, id: 'message-2' }),
    ]);
  });
});

describe('direct-messages, to the client', () => {
  const message = directMessages.personal?.['chat:message'];

  it('a message is received by the one and sent by the other', () => {
    expect(message?.(MESSAGE, { userId: BEN.id }, { contacts: CONTACTS })).toEqual({ event: 'message:receive', data: SHOWN });
    expect(message?.(MESSAGE, { userId: ANA.id }, { contacts: CONTACTS })).toEqual({ event: 'message:sent', data: SHOWN });
  });

  it('a message of a room of others is none', () => {
    expect(message?.(aMessage(), { userId: BEN.id }, {})).toBeNull();
  });

  it('a few who come and go are told one by one, many as a list', () => {
    const online = directMessages.outbound['presence:online'];
    expect(online?.({ users: [BEN], total: 1, changes: { came: [BEN], gone: [ANA] } })).toEqual([
      { event: 'user:online', data: { userId: BEN.id } },
      { event: 'user:offline', data: { userId: ANA.id } },
    ]);
    const list = { event: 'users:online', data: { userIds: [ANA.id, BEN.id] } };
    expect(online?.({ users: [ANA, BEN], total: 2 })).toEqual(list);
    const gone = Array.from({ length: 9 }, (_, n) => ({ ...BEN, id: `u-${String(n)}` }));
    expect(online?.({ users: [ANA, BEN], total: 2, changes: { came: [], gone } })).toEqual(list);
  });

  it('a refusal is a message:error with a sentence and a code, and nothing else', () => {
    const error = new AppError('BLOCKED').toPublic();
    expect(directMessages.refusal(error, 'message:send')).toEqual({
      event: 'message:error',
      data: { message: error.message, code: 'BLOCKED' },
    });
    for (const event of ['status:request', null]) expect(directMessages.refusal(error, event)).toMatchObject({ event: 'error' });
  });
});

import { describe, expect, it } from '@jest/globals';
import { aConnection, aMessage, ANA, aRoom, BEN, joinedRoom, NOW, SERVER } from '../../../test/support/realtime/canonical.js';
import { asks, play, says, type Answers } from '../../../test/support/realtime/play-script.js';
import { AppError } from '../../common/index.js';
import type { HistoryPage, HistoryRequest, Message, User } from '../../protocol/index.js';
import { chatroom } from './chatroom.js';

const LOBBY = aRoom({ key: 'lobby', code: null, kind: 'lobby', visibility: 'public' });
const IN_LOBBY = { id: LOBBY.id, key: 'lobby', code: null };

function shown(username: string, text = 'Hello', id = 'message-1') {
  return { id, username, text, timestamp: NOW };
}

/** A lobby in which that many messages were said, of which the deleted are gone. */
function lobbyOf(count: number, isDeleted: (seq: number) => boolean = () => false): Answers {
  return {
    'rooms:join': () => joinedRoom({ ...LOBBY, lastSeq: count }, [], count),
    'chat:history': ({ before = 0, limit = 0 }: HistoryRequest): HistoryPage => {
      const first = Math.max(1, before - limit);
      const messages = Array.from({ length: before - first }, (_, index) => {
        const seq = first + index;
        return aMessage({ seq, text: `number ${seq}`, deletedAt: isDeleted(seq) ? NOW : null });
      });
      return { messages, hasMore: first > 1 };
    },
    'presence:online': () => ({ users: [ANA, BEN], total: 2 }),
  };
}

function greet(answers: Answers) {
  const script = chatroom.onConnect?.(aConnection(), SERVER);
  if (script === undefined) throw new Error('There is no greeting');
  return play(script, answers).deeds;
}

function historyOf(answers: Answers): string[] {
  const [history] = greet(answers).flatMap((deed) => ('says' in deed ? [deed.says.data] : []));
  return (history as { text: string }[]).map(({ text }) => text);
}

function numbers(from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, index) => `number ${from + index}`);
}

describe('chatroom, from the client', () => {
  it('connecting joins the lobby, and tells its history, then who is online', () => {
    expect(greet(lobbyOf(1))).toEqual([
      asks('rooms:join', { key: 'lobby' }),
      asks('chat:history', { room: { id: LOBBY.id }, before: 2, limit: 50 }),
      says('message_history', [shown('ana', 'number 1')]),
      asks('presence:online', { watch: true }),
      says('online_users', ['ana', 'ben']),
    ]);
  });

  it('the history is the last 50 messages', () => {
    expect(historyOf(lobbyOf(0))).toEqual([]);
    expect(historyOf(lobbyOf(120))).toEqual(numbers(71, 120));
  });

  it('the history leaves deleted messages out and goes back further for them', () => {
    expect(historyOf(lobbyOf(120, (seq) => seq > 100))).toEqual(numbers(51, 100));
    expect(historyOf(lobbyOf(30, (seq) => seq > 10))).toEqual(numbers(1, 10));
  });

  it('the history does not go back for ever', () => {
    const answers = lobbyOf(100_000, (seq) => seq > 1_000);
    expect(greet(answers).filter((deed) => 'asks' in deed && deed.asks === 'chat:history')).toHaveLength(3);
    expect(historyOf(answers)).toEqual([]);
  });

  it('send_message is said in the lobby, and nothing of it but the text', () => {
    const row = chatroom.row('send_message');
    const fields = { text: 'Hi', username: 'ben', room: { key: 'x' }, clientId: 'mine' };
    const { deeds, returned } = play(row!(fields, aConnection(), SERVER), { 'chat:send': () => aMessage() });
    expect(deeds).toEqual([asks('chat:send', { room: { key: 'lobby' }, text: 'Hi' })]);
    expect(returned).toEqual(aMessage());
  });

  it('send_message comes back into the lobby where they left it by another client', () => {
    let sends = 0;
    const { deeds, returned } = play(chatroom.row('send_message')!({ text: 'Hi' }, aConnection(), SERVER), {
      ...lobbyOf(1),
      'chat:send': () => ((sends += 1) === 1 ? new AppError('NOT_A_MEMBER') : aMessage()),
    });
    const send = asks('chat:send', { room: { key: 'lobby' }, text: 'Hi' });
    expect(deeds).toEqual([send, asks('rooms:join', { key: 'lobby' }), send]);
    expect(returned).toEqual(aMessage());
  });

  it('send_message is refused as ever to who is muted or banned', () => {
    for (const code of ['MUTED', 'BANNED'] as const) {
      const script = chatroom.row('send_message')!({ text: 'Hi' }, aConnection(), SERVER);
      expect(() => play(script, { 'chat:send': () => new AppError(code) })).toThrow(new AppError(code));
    }
  });

  it.each([undefined, null, '', 5, ['Hi']])('send_message with the text %j is refused', (text) => {
    expect(() => play(chatroom.row('send_message')!({ text }, aConnection(), SERVER))).toThrow('text must be a non-empty string');
  });

  it('there is nothing else', () => {
    for (const event of ['calls:start', 'chat:send', 'toString', '__proto__']) expect(chatroom.row(event)).toBeUndefined();
  });
});

describe('chatroom, to the client', () => {
  const said = (fields: Partial<Message>) => chatroom.outbound['chat:message']?.(aMessage({ room: IN_LOBBY, ...fields }));

  it('a message of the lobby is a new_message; one of another room is none', () => {
    expect(said({})).toEqual({ event: 'new_message', data: shown('ana') });
    expect(said({ room: { id: 'room-2', key: 'session_42', code: null } })).toBeNull();
  });

  it('people without a username are shown by the id that their issuer or they gave', () => {
    const nameless: User = { ...ANA, id: 'app-7', username: null };
    const guest: User = { ...ANA, id: 'guest:greta:1', username: null, guest: true };
    expect(said({ sender: nameless })).toMatchObject({ data: shown('app-7') });
    expect(said({ sender: guest })).toMatchObject({ data: shown('greta:1') });
  });

  it('who is online is a list of usernames, each once', () => {
    const users = [ANA, BEN, { ...BEN, id: 'app-7', username: null }, { ...ANA, id: 'ben', username: null }];
    expect(chatroom.outbound['presence:online']?.({ users, total: 4 })).toEqual({
      event: 'online_users',
      data: ['ana', 'ben', 'app-7'],
    });
  });

  it('a refusal is an error that names the event', () => {
    const error = new AppError('MUTED').toPublic();
    expect(chatroom.refusal(error, 'send_message')).toEqual({
      event: 'error',
      data: { code: 'MUTED', message: error.message, event: 'send_message' },
    });
  });
});

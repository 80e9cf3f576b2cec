import { beforeEach, describe, expect, it } from '@jest/globals';
import { AppError, type DomainEventMap, type DomainEvents } from '../common/index.js';
import type { Contact, Message, RoomTarget, UserTarget } from '../protocol/index.js';
import type { Connection, Publisher } from '../realtime/index.js';
import type { DirectRooms, FoundRoom, Pair, RoomAccess } from '../rooms/index.js';
import { ChatService } from './chat.service.js';
import type { MessageDraft } from './message-draft.js';
import type { MessageWriter, Written } from './message-writer.js';
import { presentMessage } from './message.presenter.js';

const ROOM = { id: '019a0000-0000-7000-8000-00000000000a', key: 'maths', code: null };
const DIRECT = { id: '019a0000-0000-7000-8000-00000000000d', key: null, code: null };
const PAIR: Pair = ['ana', 'ben'];
const ANA = { id: 'ana', username: 'ana', name: 'Ana', avatarUrl: null, role: 'student', guest: false } as const;
const REPLIED = '019A0000-0000-7000-8000-00000000000B';

describe('ChatService', () => {
  let told: string[];
  let drafts: MessageDraft[];
  let isDuplicate: boolean;
  let isLate: boolean;
  let pair: Pair | null;
  let contacts: Contact[] | undefined;
  let outcome: (message: Message) => Promise<Written>;
  let chat: ChatService;

  beforeEach(() => {
    told = [];
    drafts = [];
    isDuplicate = false;
    isLate = false;
    pair = null;
    contacts = undefined;
    outcome = (message) => Promise.resolve({ message, pair, isDuplicate });
    const access = {
      look(_connection: Connection, { key }: RoomTarget): Promise<FoundRoom> {
        return key === ROOM.key ? Promise.resolve({ room: ROOM, pair: null }) : Promise.reject(new AppError('ROOM_NOT_FOUND'));
      },
    } as RoomAccess;
    const direct = {
      roomWith(_connection: Connection, { id }: UserTarget): Promise<FoundRoom> {
        return id === 'ben'
          ? Promise.resolve({ room: DIRECT, pair: PAIR, lastSeq: 4, ...(contacts === undefined ? {} : { contacts }) })
          : Promise.reject(new AppError('USER_NOT_FOUND'));
      },
    } as DirectRooms;
    const writer = {
      write(draft: MessageDraft, committed: Parameters<MessageWriter['write']>[1]): Promise<Written> {
        drafts.push(draft);
        const times = { createdAt: new Date(0), editedAt: null, deletedAt: null, pinnedAt: null, reactions: null, attachments: null };
        const stored = { ...draft, senderId: draft.sender.id, senderName: null, seq: 7, revisionSeq: 7, ...times };
        const message = presentMessage(stored, draft.room, draft.sender);
        if (!isDuplicate) committed(message, pair, isLate);
        return outcome(message);
      },
    } as MessageWriter;
    const publisher = {
      publish(audience: object, name: string, data: Message, options?: object) {
        told.push(`published ${JSON.stringify(audience)} ${name} ${data.text} ${JSON.stringify(options)}`);
      },
    } as unknown as Publisher;
    const events = {
      emit(event: string, { message }: DomainEventMap['MessageSent']) {
        told.push(`${event} ${message.text}`);
      },
    } as DomainEvents;
    chat = new ChatService(access, direct, writer, publisher, events);
  });

  const connection = { id: 'c1', user: ANA, passOn: () => undefined } as unknown as Connection;
  const room = { key: 'maths' };

  it('writes what was said, tells the room, the sender’s connections too, and answers with the message', async () => {
    const said = { room, text: 'Hello', clientId: 'x', kind: 'question', metadata: { a: 1 }, replyTo: REPLIED };
    const answer = await chat.send(connection, said);

    const { room: _, ...content } = said;
    expect(drafts).toEqual([expect.objectContaining({ ...content, room: ROOM, sender: ANA, replyTo: REPLIED.toLowerCase() })]);
    expect(answer).toMatchObject({ id: drafts[0]!.id, seq: 7, text: 'Hello', sender: ANA, room: ROOM });
    expect(answer).not.toHaveProperty('duplicate');
    expect(told).toEqual([`published {"room":"${ROOM.id}"} chat:message Hello {"seq":7}`, 'MessageSent Hello']);
  });

  it('says text where no kind is given, and nothing for what is absent', async () => {
    await chat.send(connection, { room, text: 'Hello' });
    expect(drafts[0]).toMatchObject({ kind: 'text', clientId: null, metadata: null, replyTo: null });
  });

  it('answers a repeat as a duplicate and tells nobody again', async () => {
    isDuplicate = true;
    expect(await chat.send(connection, { room, text: 'Hello', clientId: 'x' })).toMatchObject({ seq: 7, duplicate: true });
    expect(told).toEqual([]);
  });

  it('tells the room of what was written although the sender was answered UNAVAILABLE', async () => {
    outcome = () => Promise.reject(new AppError('UNAVAILABLE'));
    await expect(chat.send(connection, { room, text: 'Hello' })).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(told).toHaveLength(2);
  });

  it('says which connection was told otherwise, where it was written too late for the answer', async () => {
    isLate = true;
    await chat.send(connection, { room, text: 'Hello' });
    expect(told[0]).toBe(`published {"room":"${ROOM.id}"} chat:message Hello {"seq":7,"deniedTo":"c1"}`);
  });

  it('tells beside what is said in a conversation of two who these are', async () => {
    pair = PAIR;
    contacts = PAIR.map((id) => ({ id, name: id, avatarUrl: null, email: null }));
    await chat.send(connection, { to: { id: 'ben' }, text: 'Hello' });
    expect(told[0]).toContain(`{"seq":7,"since":4,"aside":${JSON.stringify({ contacts })}}`);
  });

  it('tells both people of what is said to one of them, wherever they are', async () => {
    pair = PAIR;
    expect(await chat.send(connection, { to: { id: 'ben' }, text: 'Hello' })).toMatchObject({ room: DIRECT, text: 'Hello' });
    const audience = JSON.stringify({ people: PAIR, inRoom: DIRECT.id });
    expect(told).toEqual([`published ${audience} chat:message Hello {"seq":7,"since":4}`, 'MessageSent Hello']);
  });

  it.each([
    ['both', { room, to: { id: 'ben' } }, 'to'],
    ['neither', {}, 'room'],
  ])('refuses %s of room and to', async (_, where, field) => {
    await expect(chat.send(connection, { ...where, text: 'Hello' })).rejects.toMatchObject({ code: 'INVALID', field });
    expect(drafts).toEqual([]);
  });

  it('refuses what may not be said, or has no room, before anything is written', async () => {
    await expect(chat.send(connection, { room, text: '' })).rejects.toMatchObject({ code: 'INVALID', field: 'text' });
    await expect(chat.send(connection, { room: { key: 'other' }, text: 'Hi' })).rejects.toMatchObject({ code: 'ROOM_NOT_FOUND' });
    expect(drafts).toEqual([]);
  });
});

import { EventEmitter2 } from '@nestjs/event-emitter';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { AppError, DomainEvents } from '../common/index.js';
import type { Message, User } from '../protocol/index.js';
import type { Connection, Publisher } from '../realtime/index.js';
import type { Blocks, DirectRooms, Pair, RoomAccess } from '../rooms/index.js';
import { TypingService } from './typing.service.js';

const ROOM = { id: 'room-1', key: 'maths', code: null };
const ANA = { id: 'ana', username: 'ana', name: 'Ana', avatarUrl: null, role: 'student', guest: false } as const;
const CONNECTION = { id: 'c1', user: ANA, open: true } as unknown as Connection;
const GONE = { connectionId: 'c1', deviceId: 'c1', user: ANA, roomIds: [ROOM.id] };

describe('TypingService', () => {
  let events: DomainEvents;
  let published: unknown[][];
  let isMember: boolean;
  let pair: Pair | null;
  let isBlocked: boolean;
  let shown: User;
  let typing: TypingService;

  beforeEach(() => {
    jest.useFakeTimers();
    events = new DomainEvents(new EventEmitter2());
    published = [];
    isMember = true;
    pair = null;
    isBlocked = false;
    shown = ANA;
    const requireMember = () => (isMember ? Promise.resolve({ room: ROOM, pair }) : Promise.reject(new AppError('NOT_A_MEMBER')));
    const access = {
      lookAsMember: requireMember,
      requireVoice: requireMember,
      personIn: () => shown,
    } as unknown as RoomAccess;
    const publisher = { publish: (...fact: unknown[]) => published.push(fact) } as unknown as Publisher;
    const blocks = {
      assertMayWrite: () => (isBlocked ? Promise.reject(new AppError('BLOCKED')) : Promise.resolve()),
    } as unknown as Blocks;
    typing = new TypingService(access, {} as DirectRooms, blocks, publisher, events);
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  const fact = (on: boolean) => [
    { room: ROOM.id, exceptConnection: 'c1' },
    'chat:typing',
    { room: ROOM, user: shown, on },
    { volatile: true },
  ];
  const type = (on: boolean) => typing.setTyping(CONNECTION, { room: { id: ROOM.id }, on });

  it('tells the others, and drops it first under pressure', async () => {
    expect(await type(true)).toEqual({ room: ROOM });
    expect(await type(false)).toEqual({ room: ROOM });
    expect(published).toEqual([fact(true), fact(false)]);
  });

  it('ends when the person sends', async () => {
    await type(true);
    events.emit('MessageSent', { message: { room: ROOM, sender: ANA } as Message });
    expect(published).toEqual([fact(true), fact(false)]);
  });

  it('ends when the connection closes', async () => {
    await type(true);
    events.emit('ConnectionClosed', { ...GONE, connectionId: 'another device' });
    expect(published).toEqual([fact(true)]);

    events.emit('ConnectionClosed', GONE);
    expect(published).toEqual([fact(true), fact(false)]);
  });

  it('ends at once when the person leaves the room, on whatever device', async () => {
    await type(true);
    events.emit('RoomExited', { roomId: 'room-2', userId: ANA.id });
    events.emit('RoomExited', { roomId: ROOM.id, userId: 'ben' });
    expect(published).toEqual([fact(true)]);

    events.emit('RoomExited', { roomId: ROOM.id, userId: ANA.id });
    jest.advanceTimersByTime(10_000);
    expect(published).toEqual([fact(true), fact(false)]);
  });

  it('ends with the connection also in a room that it had not joined', async () => {
    await type(true);
    events.emit('ConnectionClosed', { ...GONE, roomIds: [] });
    expect(published).toEqual([fact(true), fact(false)]);
  });

  it('ends when a member who never sat down there is removed', async () => {
    await type(true);
    events.emit('AccessRevoked', { kind: 'room', roomId: 'room-2', userId: ANA.id, moment: 1 });
    events.emit('AccessRevoked', { kind: 'room', roomId: ROOM.id, userId: 'ben', moment: 1 });
    expect(published).toEqual([fact(true)]);

    events.emit('AccessRevoked', { kind: 'room', roomId: ROOM.id, userId: ANA.id, moment: 1 });
    expect(published).toEqual([fact(true), fact(false)]);
  });

  it('shows a guest by the name used in the room', async () => {
    shown = { ...ANA, name: 'Mia the second' };
    await type(true);
    expect(published).toEqual([fact(true)]);
  });

  it('tells both people of a conversation of two, and stops when the connection closes, which never joined it', async () => {
    pair = ['ana', 'ben'];
    await type(true);
    events.emit('ConnectionClosed', { ...GONE, roomIds: [] });

    const audience = { people: ['ana', 'ben'], inRoom: ROOM.id, exceptConnection: 'c1' };
    expect(published.map(([to, , data]) => [to, (data as { on: boolean }).on])).toEqual([
      [audience, true],
      [audience, false],
    ]);
  });

  it('tells nobody who is blocked, and who stopped all the same', async () => {
    pair = ['ana', 'ben'];
    await type(true);
    isBlocked = true;
    await expect(type(true)).rejects.toMatchObject({ code: 'BLOCKED' });
    await type(false);
    expect(published.map(([, , data]) => (data as { on: boolean }).on)).toEqual([true, false]);
  });

  it('is for members alone', async () => {
    isMember = false;
    await expect(type(true)).rejects.toMatchObject({ code: 'NOT_A_MEMBER' });
    expect(published).toEqual([]);
  });
});

import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { aMessage, ANA, BEN, NOW } from '../../../test/support/realtime/canonical.js';
import { aLiveConnection, type FakeConnection, type FakeConnectionFields } from '../../../test/support/realtime/live.js';
import type { DialectName, RoomRef } from '../../protocol/index.js';
import type { ConnectionTable } from '../connection/connection-table.js';
import { DIALECT_TABLES } from '../dialects/index.js';
import { LocalDelivery } from './local-delivery.js';
import type { Publication } from './publication.js';
import { roomChannel, userChannel } from './room-names.js';
import { PassingOrder } from './passing-order.js';
import { RoomOrder } from './room-order.js';

const ROOM: RoomRef = { id: 'room-1', key: 'session_42', code: null };

describe('LocalDelivery', () => {
  let connections: FakeConnection[];
  let order: RoomOrder;
  let delivery: LocalDelivery;

  const join = (id: string, dialect: DialectName, fields: FakeConnectionFields = {}): FakeConnection => {
    const connection = aLiveConnection({ id, dialect: DIALECT_TABLES[dialect], rooms: [ROOM], ...fields });
    connections.push(connection);
    return connection;
  };
  const publish = (publication: Partial<Publication>) => {
    delivery.accept({
      audience: { room: 'room-1' },
      name: 'chat:message',
      data: aMessage({ room: ROOM }),
      isVolatile: false,
      seq: null,
      saidAt: Date.now(),
      ...publication,
    });
  };
  const heard = (connection: FakeConnection) => connection.sent.map(({ event }) => event);

  beforeEach(() => {
    jest.useFakeTimers();
    connections = [];
    order = new RoomOrder(200);
    const table = {
      get: (id: string) => connections.find((connection) => connection.id === id),
      inChannel: (channel: string) => {
        const here = connections.filter(({ rooms, dialect, user }) => {
          const channels = [...rooms.keys()].map((room) => roomChannel(room, dialect));
          return [...channels, userChannel(user.id, dialect)].includes(channel);
        });
        return here.length === 0 ? undefined : new Set(here.map(({ id }) => id));
      },
    };
    delivery = new LocalDelivery(table as unknown as ConnectionTable, order, new PassingOrder(new RoomOrder(200)));
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('brings a fact to every member of the room, in the words of each one’s dialect', () => {
    const [a, b, c] = [join('a', 'lyceum'), join('b', 'skill-lift'), join('c', 'group-study')];
    const elsewhere = join('d', 'lyceum', { rooms: [] });
    publish({});
    expect([a, b, c].map(heard)).toEqual([['chat:message'], ['chat_message'], ['message']]);
    expect(elsewhere.sent).toEqual([]);
  });

  it('encodes once for all members of a dialect', () => {
    const [a, b] = [join('a', 'skill-lift'), join('b', 'skill-lift')];
    publish({});
    expect(a.sent[0]).toBe(b.sent[0]);
  });

  it('leaves a fact out for a dialect that has no words for it', () => {
    const [a, b] = [join('a', 'lyceum'), join('b', 'group-study')];
    publish({ name: 'chat:typing', data: { room: ROOM, user: ANA, on: true }, isVolatile: true });
    expect([a, b].map(heard)).toEqual([['chat:typing'], []]);
  });

  it('leaves the excepted connection out', () => {
    const [a, b] = [join('a', 'lyceum'), join('b', 'lyceum')];
    publish({ audience: { room: 'room-1', exceptConnection: 'a' } });
    expect([a, b].map(heard)).toEqual([[], ['chat:message']]);
  });

  it('reaches all connections of a person, and only those', () => {
    const [tab, phone, other] = [join('a', 'lyceum'), join('b', 'skill-lift'), join('c', 'lyceum', { user: BEN })];
    publish({ audience: { user: ANA.id } });
    expect([tab, phone, other].map((connection) => connection.sent.length)).toEqual([1, 1, 0]);
  });

  describe('to two people, wherever they are', () => {
    const DIRECT: RoomRef = { id: 'direct-1', key: null, code: null };
    const toBoth = (seq: number | null, more: Partial<Publication> = {}) => {
      const data = aMessage({ room: DIRECT, seq: seq ?? 0 });
      publish({ audience: { people: [ANA.id, BEN.id], inRoom: DIRECT.id }, data, seq, ...more });
    };
    const numbers = (connection: FakeConnection) => connection.sent.map(({ data }) => (data as { seq: number }).seq);
    const away = (id: string, user = ANA) => join(id, 'lyceum', { user, rooms: [] });

    it('reaches every connection of both once, also where they did not join, and nobody else', () => {
      const [tab, phone, ben] = [away('a'), join('b', 'lyceum', { rooms: [DIRECT] }), away('c', BEN)];
      const other = away('d', { ...ANA, id: 'u-cleo' });
      toBoth(1);
      expect([tab, phone, ben, other].map(numbers)).toEqual([[1], [1], [1], []]);
    });

    it('leaves old dialects out, which have no name for the room', () => {
      const [group, skill] = [join('a', 'group-study'), join('b', 'skill-lift')];
      const [lobby, ben] = [join('c', 'chatroom'), away('d', BEN)];
      toBoth(1);
      expect([group, skill, lobby, ben].map(({ sent }) => sent.length)).toEqual([0, 0, 0, 1]);
    });

    it('keeps the order of the room’s numbers from the first one on', () => {
      const ana = away('a');
      toBoth(6, { since: 4 });
      expect(numbers(ana)).toEqual([]);
      toBoth(5, { since: 4 });
      toBoth(8, { since: 4 });
      toBoth(7, { since: 6 });
      expect(numbers(ana)).toEqual([5, 6, 7, 8]);
    });

    it('waits no longer than 200 ms for what is missing', () => {
      const ana = away('a');
      toBoth(3, { since: 1 });
      jest.advanceTimersByTime(199);
      expect(numbers(ana)).toEqual([]);
      jest.advanceTimersByTime(1);
      expect(numbers(ana)).toEqual([3]);
    });

    it('lets what has no number, or says nothing of what came before, go at once, and leaves the excepted connection out', () => {
      const [ana, ben] = [away('a'), away('b', BEN)];
      toBoth(9);
      toBoth(null, { audience: { people: [ANA.id, BEN.id], inRoom: DIRECT.id, exceptConnection: 'a' } });
      expect([ana, ben].map(numbers)).toEqual([[9], [9, 0]]);
    });
  });

  it('reaches one connection, and nobody where it is not here', () => {
    const [a, b] = [join('a', 'lyceum'), join('b', 'lyceum')];
    publish({ audience: { connection: 'b' } });
    publish({ audience: { connection: 'on another node' } });
    expect([a, b].map(heard)).toEqual([[], ['chat:message']]);
  });

  it('does not bring a connection what was said before it joined', () => {
    const late = join('a', 'lyceum', { isDue: (_room, { seq }) => (seq ?? 0) > 5 });
    const early = join('b', 'lyceum');
    order.expect('room-1', 4);
    publish({ seq: 5 });
    publish({ seq: 6 });
    expect([late, early].map((connection) => connection.sent.length)).toEqual([1, 2]);
  });

  describe('a fact that looks different to each', () => {
    const contacts = [ANA, BEN].map(({ id, name }) => ({ id, name, avatarUrl: null, email: null }));
    const audiences: [string, Publication['audience'], string[][]][] = [
      ['a room', { room: ROOM.id }, [['message:sent'], ['message:sent'], ['message:receive']]],
      ['two people', { people: [ANA.id, BEN.id], inRoom: ROOM.id }, [['message:sent'], ['message:sent'], ['message:receive']]],
      ['a person', { user: BEN.id }, [[], [], ['message:receive']]],
      ['a connection', { connection: 'b' }, [[], ['message:sent'], []]],
    ];
    it.each(audiences)('is so to %s, and encoded once for each person', (_, audience, expected) => {
      const here = [
        ['a', ANA],
        ['b', ANA],
        ['c', BEN],
      ] as const;
      const connections = here.map(([id, user]) => join(id, 'direct-messages', { user }));
      publish({ audience, aside: { contacts } });
      expect(connections.map(heard)).toEqual(expected);
      const [tab, phone] = connections;
      if ('room' in audience) expect(tab?.sent[0]).toBe(phone?.sent[0]);
    });
  });

  it('does not tell a connection that it was done which was told that it may not have been, where the fact is the answer', () => {
    const contacts = [ANA, BEN].map(({ id, name }) => ({ id, name, avatarUrl: null, email: null }));
    const [asker, tab, lyceum] = [join('a', 'direct-messages'), join('b', 'direct-messages'), join('c', 'lyceum')];
    for (const deniedTo of ['a', 'c'])
      publish({ audience: { people: [ANA.id, BEN.id], inRoom: ROOM.id }, aside: { contacts }, deniedTo });
    expect([asker, tab, lyceum].map((connection) => connection.sent.length)).toEqual([1, 2, 2]);
  });

  it('has durable facts of a room wait for their turn, and others not', () => {
    const a = join('a', 'lyceum');
    order.expect('room-1', 0);
    publish({ seq: 2, data: aMessage({ seq: 2 }) });
    publish({ name: 'chat:typing', data: { room: ROOM, user: ANA, on: true } });
    expect(heard(a)).toEqual(['chat:typing']);
    publish({ seq: 1, data: aMessage({ seq: 1 }) });
    expect(a.sent.slice(1).map(({ data }) => (data as { seq: number }).seq)).toEqual([1, 2]);
  });

  it('lets nothing of a closed room reach those who were in it', () => {
    const [a, b] = [join('a', 'lyceum'), join('b', 'group-study')];
    publish({ name: 'rooms:closed', data: { room: ROOM, reason: 'expired' } });
    publish({ name: 'rooms:left', data: { room: ROOM, user: BEN, name: 'Ben', reason: 'closed', at: NOW } });
    expect([a, b].map(heard)).toEqual([['rooms:closed'], ['error']]);
  });
});

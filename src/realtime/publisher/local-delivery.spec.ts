import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { aMessage, ANA, BEN, NOW } from '../../../test/support/realtime/canonical.js';
import { aLiveConnection, type FakeConnection, type FakeConnectionFields } from '../../../test/support/realtime/live.js';
import type { DialectName, RoomRef } from '../../protocol/index.js';
import type { ConnectionTable } from '../connection/connection-table.js';
import { DIALECT_TABLES } from '../dialects/index.js';
import { LocalDelivery } from './local-delivery.js';
import type { Publication } from './publication.js';
import { roomChannel, userChannel } from './room-names.js';
import { LateStates } from './late-states.js';
import { PersonDelivery } from './person-delivery.js';
import { RoomOrder } from './room-order.js';

const ROOM: RoomRef = { id: 'room-1', key: 'session_42', code: null };

describe('LocalDelivery', () => {
  let connections: FakeConnection[];
  let order: RoomOrder;
  let delivery: LocalDelivery;
  let late: LateStates;

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
    order = new RoomOrder();
    late = new LateStates();
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
    delivery = new LocalDelivery(
      table as unknown as ConnectionTable,
      order,
      new PersonDelivery(table as unknown as ConnectionTable, late),
    );
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

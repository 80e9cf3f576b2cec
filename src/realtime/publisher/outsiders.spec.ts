import { beforeEach, describe, expect, it } from '@jest/globals';
import { ANA, BEN } from '../../../test/support/realtime/canonical.js';
import { aLiveConnection, type FakeConnection, type FakeConnectionFields } from '../../../test/support/realtime/live.js';
import type { RoomRef, Unread } from '../../protocol/index.js';
import type { ConnectionTable } from '../connection/connection-table.js';
import { DIALECT_TABLES } from '../dialects/index.js';
import { Outsiders } from './outsiders.js';

const ONE: RoomRef = { id: 'room-1', key: null, code: null };
const TWO: RoomRef = { id: 'room-2', key: null, code: null };
const UNREAD: Unread = { room: ONE, unread: 2, mentions: 0, lastSeq: 5, readSeq: 3, deliveredSeq: 3 };

describe('Outsiders', () => {
  let connections: FakeConnection[];
  let outsiders: Outsiders;

  beforeEach(() => {
    connections = [];
    const table = {
      all: () => connections,
      get: (id: string) => connections.find((connection) => connection.id === id),
      ofUser: (userId: string) => connections.filter(({ user }) => user.id === userId),
    };
    outsiders = new Outsiders(table as unknown as ConnectionTable);
  });

  const connect = (fields: FakeConnectionFields): FakeConnection => {
    const connection = aLiveConnection({ id: `connection-${connections.length}`, ...fields });
    connections.push(connection);
    return connection;
  };
  const of = (...rooms: RoomRef[]) => outsiders.of(new Set(rooms.map(({ id }) => id)), 'chat:unread');

  it('are people with a device outside of one of the rooms; told is, too, where they are inside with all', () => {
    connect({ user: ANA, rooms: [ONE] });
    connect({ user: ANA, rooms: [ONE, TWO] });
    connect({ user: BEN, rooms: [] });

    expect(of(ONE, TWO)).toEqual({ userIds: [ANA.id, BEN.id], inside: [{ roomId: 'room-1', userId: ANA.id }] });
    expect(of(ONE)).toEqual({ userIds: [BEN.id], inside: [] });
    expect(of(TWO)).toEqual({ userIds: [ANA.id, BEN.id], inside: [] });
  });

  it('are none of those whose client has no word for it', () => {
    connect({ user: ANA, dialect: DIALECT_TABLES['skill-lift'] });
    expect(of(ONE)).toEqual({ userIds: [], inside: [] });
  });

  it('are told on those of their devices that are not in the room', () => {
    const [inside, outside] = [connect({ user: ANA, rooms: [ONE] }), connect({ user: ANA, rooms: [TWO] })];
    const [old, other] = [connect({ user: ANA, dialect: DIALECT_TABLES['skill-lift'] }), connect({ user: BEN })];

    outsiders.tell('room-1', ANA.id, 'chat:unread', UNREAD);

    expect([inside, old, other].map(({ sent }) => sent)).toEqual([[], [], []]);
    expect(outside.sent).toEqual([{ event: 'chat:unread', data: UNREAD }]);
  });
});

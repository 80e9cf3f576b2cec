import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { EventEmitter2 } from '@nestjs/event-emitter';
import { FakeConnection, person } from '../../test/support/rooms/fake-connection.js';
import { DomainEvents, type PresenceRecord } from '../common/index.js';
import type { AppConfig } from '../config/index.js';
import type { OnlineNews, OnlineUsers } from '../protocol/index.js';
import {
  ClusterSignals,
  SingleNodeBus,
  SingleNodeSharing,
  type ConnectionTable,
  type PersonDelivery,
  type Telling,
  type Told,
  type Topics,
} from '../realtime/index.js';
import { ChangeTeller } from './change-teller.js';
import { OnlinePeople } from './online-people.js';
import { PresenceService } from './presence.service.js';
import { SharedPresences } from './shared-presences.js';
import { Standings } from './standings.js';
import { LastSeen } from './stored/last-seen.js';
import type { PresenceRepository } from './stored/presence.repository.js';
import { StoredPresences } from './stored/stored-presences.js';

const PEOPLE = 2_000;
const STORM_MS = 5_000;
/** A frame a change while these are few, or one for the list. */
const framesFor = ({ changes }: OnlineNews): number => {
  const count = changes === undefined ? undefined : changes.came.length + changes.gone.length;
  return count === undefined || count > 8 ? 1 : count;
};
const ROOM = { id: 'room-1', key: null, code: null };

describe('2,000 people who come within five seconds, watch the list of who is online, and share a room', () => {
  let events: DomainEvents;
  let service: PresenceService;
  let standings: Standings;
  let stored: StoredPresences;
  let lastSeen: LastSeen;
  let people: OnlinePeople;
  let teller: ChangeTeller;
  let connections: Map<string, FakeConnection>;
  let queries: number;
  /** Frames that presence sends in all. */
  let frames: number;
  /** Frames that it would send, were all of them clients to whom single changes are told one by one. */
  let framesOfChanges: number;
  let last: OnlineUsers | undefined;

  beforeEach(() => {
    jest.useFakeTimers();
    events = new DomainEvents(new EventEmitter2());
    connections = new Map();
    [queries, frames, framesOfChanges, last] = [0, 0, 0, undefined];
    const config = { presence: { graceMs: 5_000, awayMs: 300_000 } } as AppConfig;
    const repository = {
      find: () => {
        queries += 1;
        return new Promise((resolve) => setTimeout(resolve, 5, new Map<string, PresenceRecord>()));
      },
      saw: () => {
        queries += 1;
        return new Promise((resolve) => setTimeout(resolve, 5));
      },
    } as unknown as PresenceRepository;
    const table = {
      ofUser: (id: string) => [connections.get(id)].filter((connection) => connection !== undefined),
      countOf: (id: string) => Number(connections.has(id)),
    } as unknown as ConnectionTable;
    const delivery = {
      // As many as there are in a room that is just not crowded: the most that a change can reach without watching.
      deliver: ({ rooms }: { rooms: string[] }) => void (frames += rooms.length * 200),
    } as unknown as PersonDelivery;
    const topics = {
      watchers: () => connections.size,
      tell: (_topic: string, _name: string, list: OnlineUsers, { news }: Telling<OnlineNews>): Told => {
        frames += connections.size;
        framesOfChanges += connections.size * framesFor(news?.data ?? list);
        last = list;
        return { bytes: list.users.length * 100 * connections.size, missed: new Set() };
      },
    } as unknown as Topics;
    const shared = new SharedPresences(new SingleNodeSharing());
    service = new PresenceService(config, table, shared, events);
    stored = new StoredPresences(repository);
    lastSeen = new LastSeen(repository);
    standings = new Standings(config, service, stored, shared, lastSeen, table, events, new ClusterSignals(new SingleNodeBus()));
    people = new OnlinePeople(standings, stored, topics);
    teller = new ChangeTeller(standings, table, shared, delivery, events);
    for (const part of [service, standings, people, teller]) part.onModuleInit();
  });
  afterEach(() => {
    for (const part of [service, stored, people, teller]) part.onModuleDestroy();
    jest.useRealTimers();
  });

  async function storm(): Promise<void> {
    for (let number = 0; number < PEOPLE; number += 1) {
      const connection = new FakeConnection(person(`p${number}`));
      connections.set(connection.user.id, connection);
      const { id: connectionId, deviceId, user } = connection;
      events.emit('ConnectionOpened', { connectionId, deviceId, user, dialect: 'lyceum' });
      connection.enter(ROOM, 0, 0);
      await jest.advanceTimersByTimeAsync(STORM_MS / PEOPLE);
    }
  }

  it('gets them fewer than 20 frames each, and everybody the whole list in the end', async () => {
    await storm();
    await jest.advanceTimersByTimeAsync(60_000);

    expect(last?.total).toBe(PEOPLE);
    expect(frames).toBeGreaterThan(0);
    expect(frames / PEOPLE).toBeLessThan(20);
    expect(framesOfChanges / PEOPLE).toBeLessThan(20);
  });

  it('and when all drop at once, gets the database a few statements', async () => {
    await storm();
    queries = 0;
    for (const { id: connectionId, deviceId, user } of connections.values()) {
      connections.delete(user.id);
      events.emit('ConnectionClosed', { connectionId, deviceId, user, roomIds: [ROOM.id] });
    }
    await jest.advanceTimersByTimeAsync(60_000);

    expect(queries).toBeGreaterThan(0);
    expect(queries).toBeLessThan(10);
    expect(people.list().total).toBe(0);
  });
});

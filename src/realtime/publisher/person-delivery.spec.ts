import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ANA, BEN } from '../../../test/support/realtime/canonical.js';
import { aLiveConnection, type FakeConnection } from '../../../test/support/realtime/live.js';
import { COUNTED_PARTICIPANTS, type Presence, type RoomRef, type User } from '../../protocol/index.js';
import type { ConnectionTable } from '../connection/connection-table.js';
import type { LiveConnection } from '../connection/live-connection.js';
import { DIALECT_TABLES } from '../dialects/index.js';
import type { PersonAudience } from './audience.js';
import type { EncodedFact } from './encode-fact.js';
import { LateStates } from './late-states.js';
import { PersonDelivery } from './person-delivery.js';
import { personTopic, roomChannel, topicChannel } from './room-names.js';

const ROOM: RoomRef = { id: 'room-1', key: null, code: null };
const OTHER: RoomRef = { id: 'room-2', key: null, code: null };

function state(statusText: string): Presence {
  return { user: ANA, state: 'online', statusText, lastSeenAt: null, devices: 1 };
}

type Hearer = LiveConnection & FakeConnection & { isSlow: boolean; open: boolean };

describe('PersonDelivery', () => {
  let connections: Hearer[];
  let watching: Set<Hearer>;
  let late: LateStates;
  let delivery: PersonDelivery;

  beforeEach(() => {
    jest.useFakeTimers();
    [connections, watching] = [[], new Set()];
    const table = {
      get: (id: string) => connections.find((connection) => connection.id === id),
      inChannel: (channel: string) => {
        const here = connections.filter((connection) => {
          const { rooms, dialect } = connection;
          if (watching.has(connection) && topicChannel(personTopic(ANA.id), dialect) === channel) return true;
          return [...rooms.keys()].some((room) => roomChannel(room, dialect) === channel);
        });
        return here.length === 0 ? undefined : new Set(here.map(({ id }) => id));
      },
    };
    late = new LateStates();
    delivery = new PersonDelivery(table as unknown as ConnectionTable, late);
  });
  afterEach(() => {
    late.onModuleDestroy();
    jest.useRealTimers();
  });

  function join(user: User, rooms: RoomRef[] = [], dialect: 'lyceum' | 'chatroom' = 'lyceum'): Hearer {
    const connection = aLiveConnection({ id: `c${connections.length}`, user, rooms, dialect: DIALECT_TABLES[dialect] }) as Hearer;
    connection.isSlow = false;
    connection.isDue = (roomId) => connection.rooms.has(roomId);
    connection.inform = (_topic, encoded: EncodedFact) => {
      if (!connection.isSlow) connection.sent.push(...encoded.map(({ frame }) => frame));
      return !connection.isSlow;
    };
    connections.push(connection);
    return connection;
  }

  function deliver(statusText: string, audience: Partial<PersonAudience> = {}): void {
    const whole: PersonAudience = { person: ANA.id, rooms: [ROOM.id, OTHER.id], view: 'others', ...audience };
    delivery.deliver(whole, 'presence:changed', state(statusText));
  }

  function texts({ sent }: Hearer): unknown[] {
    return sent.map(({ data }) => (data as Presence).statusText);
  }

  it('reaches who watches and who shares rooms, each connection once, and nobody else', () => {
    const [both, one, stranger] = [join(BEN, [ROOM, OTHER]), join(BEN, [OTHER]), join(BEN)];
    const watcher = join(BEN);
    watching.add(watcher).add(both);
    deliver('hello');
    expect([both, one, stranger, watcher].map(texts)).toEqual([['hello'], ['hello'], [], ['hello']]);
  });

  it('keeps what others see from the person’s own devices, and the other way round', () => {
    const [own, bens] = [join(ANA, [ROOM]), join(BEN, [ROOM])];
    watching.add(own).add(bens);
    deliver('to others');
    deliver('the truth', { view: 'own' });
    expect([own, bens].map(texts)).toEqual([['the truth'], ['to others']]);
  });

  it('leaves the crowded room out, however many connections make no crowd', () => {
    const [quiet, crowd] = [join(BEN, [OTHER]), join(BEN, [ROOM])];
    for (let number = 1; number < COUNTED_PARTICIPANTS; number += 1) join({ ...BEN, id: `p${number}` }, [ROOM]);
    for (let number = 0; number < 50; number += 1) join(BEN, [ROOM]);
    deliver('200 people');
    join({ ...BEN, id: 'one more' }, [ROOM]);
    deliver('201 people');
    expect([quiet, crowd].map(texts)).toEqual([['200 people', '201 people'], ['200 people']]);
  });

  it('says nothing to dialects that have no words for it', () => {
    const old = join(BEN, [ROOM], 'chatroom');
    deliver('hello');
    expect(old.sent).toEqual([]);
  });

  it('does not bring a connection what was said before it joined', () => {
    const late = join(BEN, [ROOM]);
    late.isDue = () => false;
    deliver('hello');
    expect(late.sent).toEqual([]);
  });

  it('brings who reads too slowly the latest state, once they read again', () => {
    const slow = join(BEN, [ROOM]);
    slow.isSlow = true;
    deliver('one');
    deliver('two');
    jest.advanceTimersByTime(2_000);
    expect(slow.sent).toEqual([]);
    slow.isSlow = false;
    // It must not overtake what waits.
    deliver('three');
    jest.advanceTimersByTime(2_000);
    deliver('four');
    expect(texts(slow)).toEqual(['three', 'four']);
  });

  it('tells who left the room meanwhile nothing of it', () => {
    const slow = join(BEN, [ROOM]);
    slow.isSlow = true;
    deliver('one');
    slow.exit(ROOM.id);
    slow.isSlow = false;
    jest.advanceTimersByTime(2_000);
    expect(slow.sent).toEqual([]);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('still tells who left one room and shares another, or watches', () => {
    const [sharing, watcher] = [join(BEN, [ROOM, OTHER]), join(BEN, [ROOM])];
    watching.add(watcher);
    for (const slow of [sharing, watcher]) slow.isSlow = true;
    deliver('one');
    for (const slow of [sharing, watcher]) {
      slow.exit(ROOM.id);
      slow.isSlow = false;
    }
    jest.advanceTimersByTime(2_000);
    expect([sharing, watcher].map(texts)).toEqual([['one'], ['one']]);
  });

  it('does not tell who watches no more', () => {
    const slow = join(BEN);
    watching.add(slow);
    slow.isSlow = true;
    deliver('one');
    watching.delete(slow);
    slow.isSlow = false;
    jest.advanceTimersByTime(2_000);
    expect(slow.sent).toEqual([]);
  });

  it('has a connection that holds the state back until its answer is out ask again whether it is due', () => {
    const answering = join(BEN, [ROOM]);
    let isDue = (): boolean | undefined => undefined;
    answering.inform = (_topic, _encoded, informing) => {
      isDue = () => informing?.isDue?.();
      return true;
    };
    deliver('one');
    expect(isDue()).toBe(true);
    answering.exit(ROOM.id);
    expect(isDue()).toBe(false);
  });

  it('keeps nothing for who is gone', () => {
    const slow = join(BEN, [ROOM]);
    slow.isSlow = true;
    deliver('one');
    slow.open = false;
    jest.advanceTimersByTime(1_000);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('ends a connection for which too many states wait', () => {
    const slow = join(BEN, [ROOM]);
    slow.isSlow = true;
    const closed: string[] = [];
    slow.close = ({ code }) => void closed.push(code);
    for (let number = 0; number <= 2_000; number += 1) deliver('one', { person: `p${number}`, rooms: [ROOM.id] });
    expect(closed).toEqual(['SLOW_CONSUMER']);
  });
});

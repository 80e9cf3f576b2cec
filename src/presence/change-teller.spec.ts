import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { EventEmitter2 } from '@nestjs/event-emitter';
import { FakeSharing } from '../../test/support/realtime/fake-sharing.js';
import { person } from '../../test/support/rooms/fake-connection.js';
import { DomainEvents } from '../common/index.js';
import type { OwnPresence, Presence } from '../protocol/index.js';
import type { ConnectionTable, PersonDelivery } from '../realtime/index.js';
import { ChangeTeller } from './change-teller.js';
import { SharedPresences } from './shared-presences.js';
import type { StandingListener, Standings } from './standings.js';

type PersonAudience = Parameters<PersonDelivery['deliver']>[0];

const ANA = person('ana');

function seen(fields: Partial<OwnPresence> = {}): OwnPresence {
  return { user: ANA, state: 'online', statusText: null, lastSeenAt: null, devices: 1, hidden: false, until: null, ...fields };
}

const GONE: Presence = { user: ANA, state: 'offline', statusText: null, lastSeenAt: '2026-01-02T03:04:05.000Z', devices: 0 };

describe('ChangeTeller', () => {
  let told: { audience: PersonAudience; presence: Presence }[];
  let rooms: string[];
  let connections: number;
  let sharing: FakeSharing;
  let events: DomainEvents;
  let change: StandingListener;
  let teller: ChangeTeller;

  beforeEach(() => {
    jest.useFakeTimers();
    [told, rooms, connections] = [[], [], 1];
    events = new DomainEvents(new EventEmitter2());
    const standings = { onChange: (listener: StandingListener) => (change = listener) } as unknown as Standings;
    const table = {
      ofUser: () => Array.from({ length: connections }, () => ({ rooms: new Map(rooms.map((id) => [id, {}])) })),
      countOf: () => connections,
    } as unknown as ConnectionTable;
    const delivery = {
      deliver: (audience: PersonAudience, _name: string, presence: Presence) => void told.push({ audience, presence }),
    } as unknown as PersonDelivery;
    sharing = new FakeSharing();
    teller = new ChangeTeller(standings, table, new SharedPresences(sharing), delivery, events);
    teller.onModuleInit();
  });
  afterEach(() => {
    teller.onModuleDestroy();
    jest.useRealTimers();
  });

  function is(fields: Partial<OwnPresence> = {}): void {
    const own = seen(fields);
    const { hidden, until: _until, ...shown } = own;
    change(ANA, { own, others: hidden ? GONE : shown });
  }

  function closes(roomIds: string[]): void {
    connections -= 1;
    events.emit('ConnectionClosed', { connectionId: 'c', deviceId: 'd', user: ANA, roomIds });
  }

  /** What others were told. */
  function others(): Presence[] {
    return told.filter(({ audience }) => audience.view === 'others').map(({ presence }) => presence);
  }

  function pass(ms = 10_000): void {
    jest.advanceTimersByTime(ms);
  }

  it('tells at once, and then nothing as long as nothing changes', () => {
    is();
    is();
    pass();
    is();
    pass();
    expect(others()).toHaveLength(1);
  });

  it('tells of an undone change where somebody was shown it in between', () => {
    is();
    pass();
    is({ statusText: 'one' });
    is({ statusText: 'two' });
    teller.shown([ANA.id]);
    is({ statusText: 'one' });
    pass();
    expect(others().map(({ statusText }) => statusText)).toEqual([null, 'one', 'one']);
  });

  it('does not repeat what was told to who was shown the same in between', () => {
    is();
    is();
    teller.shown([ANA.id]);
    pass();
    expect(others()).toHaveLength(1);
  });

  it('tells at most twice a second, and the last state always', () => {
    is();
    pass();
    for (let turn = 0; turn <= 150; turn += 1) {
      is({ statusText: String(turn) });
      pass(10);
    }
    pass();
    const texts = others().map(({ statusText }) => statusText);
    // At 0, 500, 1,000 and 1,500 ms, and the end.
    expect(texts.slice(0, 2)).toEqual([null, '0']);
    expect(texts.length).toBeLessThanOrEqual(6);
    expect(texts.at(-1)).toBe('150');
  });

  it('tells nothing of what was undone in time', () => {
    is();
    is({ state: 'away' });
    is();
    pass();
    expect(others()).toHaveLength(1);
  });

  it('tells rooms of changes, not of coming', () => {
    rooms = ['one', 'two'];
    is();
    pass();
    is({ state: 'away' });
    expect(told.map(({ audience }) => audience.rooms)).toEqual([[], ['one', 'two'], []]);
  });

  it('tells the rooms that somebody was in until the end that they are gone, and forgets them then', () => {
    is();
    pass();
    closes(['one']);
    change(ANA, { own: undefined, others: GONE });
    pass();
    connections = 1;
    is();
    pass();
    is({ state: 'away' });
    expect(told.map(({ audience }) => audience.rooms)).toEqual([[], ['one'], [], [], []]);
    expect(others().map(({ state }) => state)).toEqual(['online', 'offline', 'online', 'away']);
  });

  it('tells the rooms that they are in on other nodes, and were until they left there', () => {
    connections = 0;
    sharing.say('two', ANA.id, { rooms: ['far'] });
    is();
    pass();
    is({ state: 'away' });
    sharing.say('two', ANA.id, { rooms: ['further'] });
    is({ state: 'away' });
    sharing.say('two', ANA.id, undefined);
    pass();
    change(ANA, { own: undefined, others: GONE });
    expect(told.filter(({ audience }) => audience.view === 'others').map(({ audience }) => audience.rooms)).toEqual([
      [],
      ['far'],
      ['further'],
    ]);
  });

  it('does not tell rooms of somebody who came back without them', () => {
    is();
    pass();
    closes(['one']);
    connections = 1;
    events.emit('ConnectionOpened', { connectionId: 'c', deviceId: 'd', user: ANA, dialect: 'lyceum' });
    is({ state: 'away' });
    expect(told.flatMap(({ audience }) => audience.rooms)).toEqual([]);
  });

  it('tells others of somebody hidden nothing but that they have gone, when they hide', () => {
    is();
    pass();
    is({ hidden: true });
    pass();
    is({ hidden: true, devices: 2 });
    pass();
    change(ANA, { own: undefined, others: { ...GONE, lastSeenAt: '2027-01-01T00:00:00.000Z' } });
    pass();
    is({ hidden: true });
    pass();
    expect(others()).toEqual([expect.objectContaining({ state: 'online' }), GONE]);
  });

  it('tells their own devices the truth', () => {
    is();
    pass();
    is({ hidden: true });
    pass();
    is({ hidden: true, devices: 2 });
    expect(told.filter(({ audience }) => audience.view === 'own').map(({ presence }) => presence)).toEqual([
      seen({ hidden: true }),
      seen({ hidden: true, devices: 2 }),
    ]);
  });
});

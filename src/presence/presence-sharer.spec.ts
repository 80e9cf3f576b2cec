import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { EventEmitter2 } from '@nestjs/event-emitter';
import { setImmediate as turn } from 'node:timers/promises';
import { FakeSharing } from '../../test/support/realtime/fake-sharing.js';
import { FakeConnection, person } from '../../test/support/rooms/fake-connection.js';
import { DomainEvents } from '../common/index.js';
import type { ConnectionTable } from '../realtime/index.js';
import { isPresenceEntry, type PresenceEntry } from './presence-entry.js';
import { PresenceSharer } from './presence-sharer.js';
import { SharedPresences } from './shared-presences.js';
import type { Share, StandingListener, Standings } from './standings.js';
import { NOTHING_CHOSEN } from './stored/stored-presences.js';

const ANA = person('ana');
const ROOM = { id: 'room-1', key: null, code: null };

describe('PresenceSharer', () => {
  let connections: FakeConnection[];
  let share: Share | undefined;
  let said: (PresenceEntry | undefined)[];
  let events: DomainEvents;
  let change: StandingListener;
  let sharer: PresenceSharer;

  beforeEach(() => {
    connections = [new FakeConnection(ANA)];
    share = { user: ANA, record: NOTHING_CHOSEN, said: { revision: 0, by: null }, idle: false };
    said = [];
    events = new DomainEvents(new EventEmitter2());
    const standings = { onChange: (listener: StandingListener) => (change = listener), shareOf: () => share };
    const table = { ofUser: () => connections, countOf: () => connections.length };
    const sharing = new FakeSharing();
    sharing.own.set = (_key, entry) => {
      said.push(entry as PresenceEntry);
      return sharing.own;
    };
    sharing.own.delete = () => said.push(undefined) > 0;
    sharer = new PresenceSharer(
      standings as unknown as Standings,
      table as unknown as ConnectionTable,
      new SharedPresences(sharing),
      events,
    );
    sharer.onModuleInit();
  });
  afterEach(() => {
    sharer.onModuleDestroy();
  });

  async function changed(): Promise<void> {
    change(ANA, { others: {} as never, own: undefined });
    await turn();
  }

  it('tells what other nodes take, once for however many changes of a turn, and not what they know', async () => {
    change(ANA, { others: {} as never, own: undefined });
    await changed();
    await changed();
    expect(said).toEqual([{ ...share, devices: [connections[0]?.deviceId], rooms: [] }]);
    expect(said.every(isPresenceEntry)).toBe(true);
  });

  it('tells the rooms that they enter', async () => {
    await changed();
    connections[0]?.enter(ROOM, 0, 0);
    events.emit('ConnectionMoved', { userId: ANA.id });
    await turn();
    expect(said.at(-1)?.rooms).toEqual([ROOM.id]);
  });

  it('tells nothing before it is known how they chose to be seen', async () => {
    share = undefined;
    await changed();
    expect(said).toEqual([]);
  });

  it('tells at once that the last connection closed, once', async () => {
    await changed();
    connections = [];
    events.emit('ConnectionClosed', { connectionId: 'c', deviceId: 'd', user: ANA, roomIds: [] });
    expect(said).toHaveLength(2);
    expect(said.at(-1)).toBeUndefined();
    await changed();
    expect(said).toHaveLength(2);
  });

  it('tells no more devices and rooms than others take', async () => {
    connections = Array.from({ length: 60 }, () => new FakeConnection(ANA));
    for (let n = 0; n < 600; n += 1) connections[0]?.enter({ ...ROOM, id: `room-${n}` }, 0, 0);
    await changed();
    expect([said[0]?.devices.length, said[0]?.rooms.length]).toEqual([50, 500]);
  });
});

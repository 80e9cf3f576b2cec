import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { EventEmitter2 } from '@nestjs/event-emitter';
import { FakeSharing } from '../../test/support/realtime/fake-sharing.js';
import { DomainEvents } from '../common/index.js';
import type { AppConfig } from '../config/index.js';
import type { User } from '../protocol/index.js';
import type { ConnectionTable } from '../realtime/index.js';
import type { PresenceEntry } from './presence-entry.js';
import { PresenceService } from './presence.service.js';
import { SharedPresences } from './shared-presences.js';
import { NOTHING_CHOSEN } from './stored/stored-presences.js';

const GRACE_MS = 5_000;

function user(id: string): User {
  return { id, username: id, name: id, avatarUrl: null, role: 'student', guest: false };
}

/** Who is online, as a listener knows it. */
function listenTo(presence: PresenceService): Map<string, User> {
  const here = new Map<string, User>();
  presence.onChange(({ user, devices }) => {
    if (devices === 0) here.delete(user.id);
    else here.set(user.id, user);
  });
  return here;
}

describe('presence', () => {
  let events: DomainEvents;
  let sharing: FakeSharing;
  let presence: PresenceService;
  let connections: { id: string; deviceId: string; user: User }[];
  let changes: string[];
  let here: Map<string, User>;
  let counts: number[];

  beforeEach(() => {
    jest.useFakeTimers();
    events = new DomainEvents(new EventEmitter2());
    sharing = new FakeSharing();
    connections = [];
    const ofUser = (id: string) => connections.filter((connection) => connection.user.id === id);
    const table = { ofUser, countOf: (id: string) => ofUser(id).length } as unknown as ConnectionTable;
    presence = new PresenceService({ presence: { graceMs: GRACE_MS } } as AppConfig, table, new SharedPresences(sharing), events);
    presence.onModuleInit();
    here = listenTo(presence);
    [changes, counts] = [[], []];
    presence.onChange(({ devices }) => counts.push(devices));
    events.on('UserCameOnline', (change) => changes.push(`${change.user.id} came`));
    events.on('UserWentOffline', (change) => changes.push(`${change.user.id} went`));
  });
  afterEach(() => {
    presence.onModuleDestroy();
    jest.useRealTimers();
  });

  function open(id: string, connectionId: string, deviceId = connectionId): void {
    connections.push({ id: connectionId, deviceId, user: user(id) });
    events.emit('ConnectionOpened', { connectionId, deviceId, user: user(id), dialect: 'lyceum' });
  }

  function close(id: string, connectionId: string): void {
    connections = connections.filter((connection) => connection.id !== connectionId);
    events.emit('ConnectionClosed', { connectionId, deviceId: connectionId, user: user(id), roomIds: [] });
  }

  /** Another node has her with these devices; with none, no more. */
  function elsewhere(node: string, id: string, ...devices: string[]): void {
    const entry: PresenceEntry = {
      user: user(id),
      devices,
      rooms: [],
      record: NOTHING_CHOSEN,
      idle: false,
      said: { revision: 0, by: null },
    };
    sharing.say(node, id, devices.length === 0 ? undefined : entry);
  }

  async function after(ms: number): Promise<void> {
    await jest.advanceTimersByTimeAsync(ms);
  }

  function isOnline(id: string): boolean {
    return [...presence.everybody()].some((one) => one.user.id === id);
  }

  it('a person is online from the first device on, and said so once', async () => {
    open('ana', 'a1');
    open('ana', 'a2');
    await after(100);

    expect(changes).toEqual(['ana came']);
    expect(isOnline('ana')).toBe(true);
    expect(isOnline('ben')).toBe(false);
    expect([...here.values()]).toEqual([user('ana')]);
  });

  it('goes offline a grace after the last device left', async () => {
    open('ana', 'a1');
    await after(100);
    close('ana', 'a1');

    await after(GRACE_MS - 100);
    expect(changes).toEqual(['ana came']);
    expect(isOnline('ana')).toBe(true);

    await after(200);
    expect(changes).toEqual(['ana came', 'ana went']);
    expect(isOnline('ana')).toBe(false);
    expect([...here.values()]).toEqual([]);
  });

  it('one of two devices leaving shows nothing', async () => {
    open('ana', 'a1');
    open('ana', 'a2');
    close('ana', 'a1');

    await after(3 * GRACE_MS);

    expect(changes).toEqual(['ana came']);
    expect(isOnline('ana')).toBe(true);
  });

  it('counts devices, each once, and those that left only after the grace', async () => {
    const connect = (connectionId: string, deviceId: string) => {
      open('ana', connectionId, deviceId);
    };
    connect('a1', 'phone');
    connect('a2', 'phone');
    connect('a3', 'laptop');
    await after(200);
    expect(counts.at(-1)).toBe(2);

    for (let reload = 0; reload < 20; reload += 1) {
      close('ana', `a${reload + 3}`);
      await after(GRACE_MS / 2);
      connect(`a${reload + 4}`, 'laptop');
      await after(GRACE_MS / 2);
    }
    expect(new Set(counts)).toEqual(new Set([1, 2]));
    expect(counts.slice(counts.indexOf(2))).not.toContain(1);

    close('ana', 'a23');
    await after(GRACE_MS - 100);
    expect(counts.at(-1)).toBe(2);
    await after(200);
    expect(counts.at(-1)).toBe(1);
    close('ana', 'a1');
    close('ana', 'a2');
    await after(2 * GRACE_MS);
    expect(counts.at(-1)).toBe(0);
  });

  it('somebody was last here when their last device left, not when the grace ended', async () => {
    const moments: (Date | undefined)[] = [];
    presence.onChange(({ devices, leftAt }) => devices === 0 && moments.push(leftAt));
    open('ana', 'a1');
    open('ana', 'a2');
    await after(1_000);
    close('ana', 'a1');
    await after(1_000);
    const left = new Date();
    close('ana', 'a2');
    await after(2 * GRACE_MS);

    expect(moments).toEqual([left]);
  });

  it('a reload shows nothing', async () => {
    open('ana', 'a1');
    close('ana', 'a1');
    await after(GRACE_MS - 1_000);
    open('ana', 'a2');

    await after(3 * GRACE_MS);

    expect(changes).toEqual(['ana came']);
  });

  it('each leaving begins a grace of its own', async () => {
    open('ana', 'a1');
    close('ana', 'a1');
    await after(GRACE_MS - 1_000);
    open('ana', 'a2');
    close('ana', 'a2');

    await after(GRACE_MS - 1_000);
    expect(changes).toEqual(['ana came']);

    await after(1_200);
    expect(changes).toEqual(['ana came', 'ana went']);
  });

  it('who comes back after the grace came anew', async () => {
    open('ana', 'a1');
    close('ana', 'a1');
    await after(2 * GRACE_MS);
    open('ana', 'a2');
    await after(100);

    expect(changes).toEqual(['ana came', 'ana went', 'ana came']);
  });

  it('shows a person’s new name from when it is known', async () => {
    open('ana', 'a1');
    await after(100);

    events.emit('UserChanged', { user: { ...user('ana'), name: 'Ana Lima' } });
    events.emit('UserChanged', { user: user('ben') });

    expect([...here.values()]).toEqual([{ ...user('ana'), name: 'Ana Lima' }]);
    expect(changes).toEqual(['ana came']);
  });

  it('flapping all at once ends in what was last', async () => {
    for (let time = 0; time < 50; time += 1) {
      open('ana', `a${time}`);
      close('ana', `a${time}`);
    }
    await after(3 * GRACE_MS + 50 * 60);

    expect(changes).toEqual(['ana came', 'ana went']);
    expect([...here.values()]).toEqual([]);
  });

  describe('over several nodes', () => {
    it('who is elsewhere is online here, and did not come here', () => {
      elsewhere('two', 'ana', 'phone');
      expect([...here.keys()]).toEqual(['ana']);
      open('ana', 'a1');
      expect(changes).toEqual([]);
    });

    it('counts each device once, on however many nodes', async () => {
      open('ana', 'a1', 'phone');
      elsewhere('two', 'ana', 'phone', 'laptop');
      expect(counts.at(-1)).toBe(2);
      elsewhere('two', 'ana', 'phone');
      expect(counts.at(-1)).toBe(2);
      await after(GRACE_MS);
      expect(counts.at(-1)).toBe(1);
    });

    it('whose last device changes nodes within the grace shows nothing, in whatever order it is heard', async () => {
      open('ana', 'a1', 'phone');
      counts = [];
      close('ana', 'a1');
      await after(GRACE_MS / 2);
      elsewhere('two', 'ana', 'phone');
      await after(3 * GRACE_MS);
      open('ana', 'a2', 'phone');
      elsewhere('two', 'ana');
      await after(3 * GRACE_MS);
      expect(new Set(counts)).toEqual(new Set([1]));
      expect(changes).toEqual(['ana came']);
    });

    it('who leaves another node is online for the grace, and has gone by the word of the node they were on', async () => {
      elsewhere('two', 'ana', 'phone');
      elsewhere('two', 'ana');
      await after(GRACE_MS - 1);
      expect(isOnline('ana')).toBe(true);
      await after(1);
      expect(isOnline('ana')).toBe(false);
      expect(changes).toEqual([]);
    });

    it('who was here, and left elsewhere, has gone by the word of this node too', async () => {
      open('ana', 'a1');
      elsewhere('two', 'ana', 'phone');
      close('ana', 'a1');
      await after(2 * GRACE_MS);
      expect(changes).toEqual(['ana came']);
      elsewhere('two', 'ana');
      await after(GRACE_MS);
      expect(changes).toEqual(['ana came', 'ana went']);
    });

    it('whose nodes are no more have gone by the word of the first that is there', async () => {
      elsewhere('two', 'ana', 'phone');
      sharing.end('two');
      await after(GRACE_MS);
      expect(changes).toEqual(['ana went']);

      sharing.isFirst = false;
      elsewhere('three', 'ben', 'phone');
      sharing.end('three');
      await after(GRACE_MS);
      expect(isOnline('ben')).toBe(false);
      expect(changes).toEqual(['ana went']);
    });

    it('whose node died was last here when it was heard of last, or a device left since', async () => {
      const moments: (Date | undefined)[] = [];
      presence.onChange(({ devices, leftAt }) => devices === 0 && moments.push(leftAt));
      elsewhere('two', 'ana', 'phone');
      const died = new Date();
      await after(20_000);
      sharing.end('two', died);
      await after(GRACE_MS);

      elsewhere('three', 'ben', 'phone');
      elsewhere('four', 'ben', 'laptop');
      await after(1_000);
      const left = new Date();
      elsewhere('four', 'ben');
      await after(20_000);
      sharing.end('three', died);
      await after(GRACE_MS);

      elsewhere('five', 'eva', 'phone');
      open('eva', 'e1');
      await after(1_000);
      sharing.end('five', died);
      const closed = new Date();
      close('eva', 'e1');
      await after(GRACE_MS);
      expect(moments).toEqual([died, left, closed]);
    });

    it('has their name as it is here, else as another node says', () => {
      elsewhere('two', 'ana', 'phone');
      const named = { ...user('ana'), name: 'Ana Lima' };
      connections.push({ id: 'a1', deviceId: 'laptop', user: named });
      events.emit('ConnectionOpened', { connectionId: 'a1', deviceId: 'laptop', user: named, dialect: 'lyceum' });
      elsewhere('two', 'ana', 'phone', 'tablet');
      expect(here.get('ana')).toEqual(named);
    });
  });
});

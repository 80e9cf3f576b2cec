import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { EventEmitter2 } from '@nestjs/event-emitter';
import { DomainEvents } from '../common/index.js';
import type { AppConfig } from '../config/index.js';
import type { User } from '../protocol/index.js';
import type { Lease } from './lease-store.js';
import { MemoryLeaseStore } from './memory-lease-store.js';
import { PresenceService } from './presence.service.js';

const GRACE_MS = 5_000;

/** Answers late, as a store in another process does. */
class SlowLeaseStore extends MemoryLeaseStore {
  override async open(lease: Lease): Promise<void> {
    await this.delay();
    await super.open(lease);
  }

  override async close(lease: Lease): Promise<void> {
    await this.delay();
    await super.close(lease);
  }

  override async list(userId: string): Promise<Lease[]> {
    await this.delay();
    return super.list(userId);
  }

  private delay(): Promise<void> {
    return new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
  }
}

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

describe.each([
  ['in memory', () => new MemoryLeaseStore()],
  ['that answers late', () => new SlowLeaseStore()],
])('presence with a store %s', (_, newStore) => {
  let events: DomainEvents;
  let presence: PresenceService;
  let changes: string[];
  let here: Map<string, User>;

  beforeEach(() => {
    jest.useFakeTimers();
    events = new DomainEvents(new EventEmitter2());
    presence = new PresenceService({ presence: { graceMs: GRACE_MS } } as AppConfig, newStore(), events);
    presence.onModuleInit();
    here = listenTo(presence);
    changes = [];
    events.on('UserCameOnline', (change) => changes.push(`${change.user.id} came`));
    events.on('UserWentOffline', (change) => changes.push(`${change.user.id} went`));
  });
  afterEach(() => {
    presence.onModuleDestroy();
    jest.useRealTimers();
  });

  function open(id: string, connectionId: string): void {
    events.emit('ConnectionOpened', { connectionId, deviceId: connectionId, user: user(id), dialect: 'lyceum' });
  }

  function close(id: string, connectionId: string): void {
    events.emit('ConnectionClosed', { connectionId, deviceId: connectionId, user: user(id), roomIds: [] });
  }

  async function after(ms: number): Promise<void> {
    await jest.advanceTimersByTimeAsync(ms);
  }

  async function isOnline(id: string): Promise<boolean> {
    const answer = presence.isOnline(id);
    await after(100);
    return answer;
  }

  it('a person is online from the first device on, and said so once', async () => {
    open('ana', 'a1');
    open('ana', 'a2');
    await after(100);

    expect(changes).toEqual(['ana came']);
    expect(await isOnline('ana')).toBe(true);
    expect(await isOnline('ben')).toBe(false);
    expect([...here.values()]).toEqual([user('ana')]);
  });

  it('goes offline a grace after the last device left', async () => {
    open('ana', 'a1');
    await after(100);
    close('ana', 'a1');

    await after(GRACE_MS - 100);
    expect(changes).toEqual(['ana came']);
    expect(await isOnline('ana')).toBe(true);

    await after(200);
    expect(changes).toEqual(['ana came', 'ana went']);
    expect(await isOnline('ana')).toBe(false);
    expect([...here.values()]).toEqual([]);
  });

  it('one of two devices leaving shows nothing', async () => {
    open('ana', 'a1');
    open('ana', 'a2');
    close('ana', 'a1');

    await after(3 * GRACE_MS);

    expect(changes).toEqual(['ana came']);
    expect(await isOnline('ana')).toBe(true);
  });

  it('counts devices, each once, and those that left only after the grace', async () => {
    const counts: number[] = [];
    presence.onChange(({ devices }) => counts.push(devices));
    const connect = (connectionId: string, deviceId: string) => {
      events.emit('ConnectionOpened', { connectionId, deviceId, user: user('ana'), dialect: 'lyceum' });
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
});

/** Fails for as long as it is told to. */
class FailingLeaseStore extends MemoryLeaseStore {
  failing: Partial<Record<'open' | 'close' | 'list', boolean>> = {};

  override open(lease: Lease): Promise<void> {
    return this.failing.open === true ? Promise.reject(new Error('away')) : super.open(lease);
  }

  override close(lease: Lease): Promise<void> {
    return this.failing.close === true ? Promise.reject(new Error('away')) : super.close(lease);
  }

  override list(userId: string): Promise<Lease[]> {
    return this.failing.list === true ? Promise.reject(new Error('away')) : super.list(userId);
  }
}

describe('presence while the store fails', () => {
  let store: FailingLeaseStore;
  let events: DomainEvents;
  let presence: PresenceService;
  let changes: string[];
  let here: Map<string, User>;

  beforeEach(() => {
    jest.useFakeTimers();
    Logger.overrideLogger(false);
    store = new FailingLeaseStore();
    events = new DomainEvents(new EventEmitter2());
    presence = new PresenceService({ presence: { graceMs: GRACE_MS } } as AppConfig, store, events);
    presence.onModuleInit();
    here = listenTo(presence);
    changes = [];
    events.on('UserCameOnline', () => changes.push('came'));
    events.on('UserWentOffline', () => changes.push('went'));
  });
  afterEach(() => {
    presence.onModuleDestroy();
    Logger.overrideLogger(true);
    jest.useRealTimers();
  });

  async function change(event: 'ConnectionOpened' | 'ConnectionClosed', connectionId: string): Promise<void> {
    events.emit(event, { connectionId, deviceId: connectionId, user: user('ana'), dialect: 'lyceum', roomIds: [] });
    await jest.advanceTimersByTimeAsync(1);
  }

  it.each(['close', 'list'] as const)('the grace runs although %s failed', async (method) => {
    await change('ConnectionOpened', 'a1');
    store.failing = { [method]: true };
    await change('ConnectionClosed', 'a1');
    expect(changes).toEqual(['came']);

    await jest.advanceTimersByTimeAsync(2 * GRACE_MS);

    expect([...here.values()]).toEqual([]);
  });

  it('a person whose other device is here stays, whatever the store says', async () => {
    await change('ConnectionOpened', 'a1');
    await change('ConnectionOpened', 'a2');
    store.failing = { close: true, list: true };
    await change('ConnectionClosed', 'a1');

    await jest.advanceTimersByTimeAsync(2 * GRACE_MS);

    expect(changes).toEqual(['came']);
    expect([...here.values()]).toEqual([user('ana')]);
  });

  it('nobody is said to be online before their lease exists', async () => {
    store.failing = { open: true };
    await change('ConnectionOpened', 'a1');
    expect(changes).toEqual([]);

    store.failing = {};
    await change('ConnectionOpened', 'a2');
    expect(changes).toEqual(['came']);
  });

  it('who was never said to be online is not said to be offline', async () => {
    store.failing = { open: true };
    await change('ConnectionOpened', 'a1');
    await change('ConnectionClosed', 'a1');
    await jest.advanceTimersByTimeAsync(2 * GRACE_MS);

    expect(changes).toEqual([]);
    expect([...here.values()]).toEqual([]);
  });
});

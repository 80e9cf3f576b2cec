import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
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

describe.each([
  ['in memory', () => new MemoryLeaseStore()],
  ['that answers late', () => new SlowLeaseStore()],
])('presence with a store %s', (_, newStore) => {
  let events: DomainEvents;
  let presence: PresenceService;
  let changes: string[];

  beforeEach(() => {
    jest.useFakeTimers();
    events = new DomainEvents(new EventEmitter2());
    presence = new PresenceService({ presence: { graceMs: GRACE_MS } } as AppConfig, newStore(), events);
    presence.onModuleInit();
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
    expect(await presence.onlineUsers()).toEqual([user('ana')]);
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
    expect(await presence.onlineUsers()).toEqual([]);
  });

  it('one of two devices leaving shows nothing', async () => {
    open('ana', 'a1');
    open('ana', 'a2');
    close('ana', 'a1');

    await after(3 * GRACE_MS);

    expect(changes).toEqual(['ana came']);
    expect(await isOnline('ana')).toBe(true);
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

  it('flapping all at once ends in what was last', async () => {
    for (let time = 0; time < 50; time += 1) {
      open('ana', `a${time}`);
      close('ana', `a${time}`);
    }
    await after(3 * GRACE_MS + 50 * 60);

    expect(changes).toEqual(['ana came', 'ana went']);
    expect(await presence.onlineUsers()).toEqual([]);
  });
});

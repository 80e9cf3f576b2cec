import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { EventEmitter2 } from '@nestjs/event-emitter';
import { DomainEvents } from '../../common/index.js';
import type { AppConfig } from '../../config/index.js';
import type { Role, User } from '../../protocol/index.js';
import { ClusterSignals, SingleNodeBus, type ConnectionTable } from '../../realtime/index.js';
import { MentorChanges } from '../mentor-changes.js';
import { Attendance } from './attendance.js';
import type { AttendanceRepository } from './attendance.repository.js';

const GRACE_MS = 60_000;

function person(id: string, role: Role = 'mentor'): User {
  return { id, username: id, name: id, avatarUrl: null, role, guest: false };
}

/** Rows of mentors, by the same clock as the timers. */
class Rows {
  readonly chosen = new Map<string, { isAvailable: boolean; hereUntil: number }>();
  readonly statements: number[] = [];
  isAway = false;

  choose(id: string): void {
    this.chosen.set(id, { isAvailable: true, hereUntil: Date.now() + GRACE_MS });
  }

  async extend(ids: string[], graceSeconds: number): Promise<string[]> {
    await this.answer(ids.length);
    const rows = ids.filter((id) => this.chosen.has(id));
    for (const id of rows) this.chosen.get(id)!.hereUntil = Date.now() + graceSeconds * 1_000;
    return rows.filter((id) => this.chosen.get(id)?.isAvailable === true);
  }

  async endOverdue(ids: string[] | null): Promise<string[]> {
    await this.answer(ids?.length ?? 0);
    const overdue = [...this.chosen].filter(
      ([id, { isAvailable, hereUntil }]) => isAvailable && hereUntil <= Date.now() && ids?.includes(id) !== false,
    );
    for (const [, row] of overdue) row.isAvailable = false;
    return overdue.map(([id]) => id);
  }

  forgetGuests(): Promise<void> {
    return Promise.resolve();
  }

  private answer(size: number): Promise<void> {
    this.statements.push(size);
    return this.isAway ? Promise.reject(new Error('away')) : Promise.resolve();
  }
}

describe('Attendance', () => {
  let events: DomainEvents;
  let rows: Rows;
  let connected: Map<string, User[]>;
  let attendance: Attendance;
  let changed: string[];
  let available: string[];

  beforeEach(() => {
    jest.useFakeTimers();
    Logger.overrideLogger(false);
    [rows, connected, changed, available] = [new Rows(), new Map(), [], []];
    events = new DomainEvents(new EventEmitter2());
    const signals = new ClusterSignals(new SingleNodeBus());
    signals.on('mentors-changed', ({ mentorIds }) => void changed.push(...mentorIds));
    const changes = new MentorChanges(signals);
    changes.onAvailable((mentorId) => void available.push(mentorId));
    const table = {
      ofUser: (id: string) => (connected.get(id) ?? []).map((user) => ({ user })),
      countOf: (id: string) => connected.get(id)?.length ?? 0,
    } as unknown as ConnectionTable;
    const config = { mentors: { graceSeconds: GRACE_MS / 1_000 } } as AppConfig;
    attendance = new Attendance(config, rows as unknown as AttendanceRepository, table, changes, events);
    attendance.onModuleInit();
    attendance.onApplicationBootstrap();
  });
  afterEach(() => {
    attendance.onModuleDestroy();
    Logger.overrideLogger(true);
    jest.useRealTimers();
  });

  const after = (ms: number) => jest.advanceTimersByTimeAsync(ms);
  const connection = (user: User) => ({ connectionId: 'c', deviceId: 'd', user, dialect: 'lyceum' as const, roomIds: [] });

  function comes(user: User): void {
    connected.set(user.id, [...(connected.get(user.id) ?? []), user]);
    events.emit('ConnectionOpened', connection(user));
  }

  function goes(user: User): void {
    connected.set(user.id, (connected.get(user.id) ?? []).slice(1));
    events.emit('ConnectionClosed', connection(user));
  }

  const isAvailable = (id: string): boolean | undefined => rows.chosen.get(id)?.isAvailable;

  it('keeps whoever is connected for as long as they are', async () => {
    comes(person('ana'));
    rows.choose('ana');
    attendance.chose('ana');
    await after(3_600_000);
    expect(isAvailable('ana')).toBe(true);
    expect(changed).toEqual([]);
  });

  it('keeps whoever has one of two devices', async () => {
    rows.choose('ana');
    comes(person('ana'));
    comes(person('ana'));
    goes(person('ana'));
    await after(600_000);
    expect(isAvailable('ana')).toBe(true);
  });

  it('sets offline, and tells of, whoever is gone for the grace, counted from when they left', async () => {
    rows.choose('ana');
    comes(person('ana'));
    await after(100_000);
    goes(person('ana'));
    await after(GRACE_MS - 500);
    expect(isAvailable('ana')).toBe(true);
    await after(2_000);
    expect(isAvailable('ana')).toBe(false);
    expect(changed).toEqual(['ana']);
  });

  it('makes nobody available who comes back too late, however soon the next round is', async () => {
    rows.choose('ana');
    rows.chosen.get('ana')!.hereUntil = Date.now();
    comes(person('ana'));
    await after(600_000);
    expect(isAvailable('ana')).toBe(false);
    expect(available).toEqual([]);
  });

  it('says who came back within the grace', async () => {
    rows.choose('ana');
    await after(GRACE_MS / 2);
    comes(person('ana'));
    await after(GRACE_MS);
    expect(isAvailable('ana')).toBe(true);
    expect(available).toEqual(['ana']);
  });

  it('does not keep who is no mentor any more', async () => {
    rows.choose('ana');
    comes(person('ana'));
    await after(GRACE_MS);
    connected.set('ana', [person('ana', 'student')]);
    await after(2 * GRACE_MS);
    expect(isAvailable('ana')).toBe(false);
  });

  it('keeps who has become one while connected', async () => {
    connected.set('ana', [person('ana')]);
    events.emit('UserChanged', { user: person('ana') });
    rows.choose('ana');
    await after(600_000);
    expect(isAvailable('ana')).toBe(true);
  });

  it('takes nobody away because the database was, and goes on when it is back', async () => {
    rows.choose('ana');
    comes(person('ana'));
    await after(5_000);
    rows.isAway = true;
    await after(3 * GRACE_MS);
    rows.isAway = false;
    await after(3 * GRACE_MS);
    expect(isAvailable('ana')).toBe(true);
    expect(changed).toEqual([]);

    goes(person('ana'));
    await after(2 * GRACE_MS);
    expect(isAvailable('ana')).toBe(false);
  });

  it('writes 5,000 who come at once in a few statements', async () => {
    await after(100);
    const before = rows.statements.length;
    for (let number = 0; number < 5_000; number += 1) comes(person(`m${number}`));
    await after(2_000);
    // Two for each 500, and some looks for those who are gone.
    expect(rows.statements.length - before).toBeLessThan(30);
    expect(Math.max(...rows.statements)).toBeLessThanOrEqual(500);
    expect(rows.statements.reduce((sum, size) => sum + size, 0)).toBeGreaterThanOrEqual(5_000);
  });

  it('asks nothing of the database for students', async () => {
    await after(10_000);
    const before = rows.statements.filter((size) => size > 0).length;
    comes(person('ben', 'student'));
    goes(person('ben', 'student'));
    await after(GRACE_MS);
    expect(rows.statements.filter((size) => size > 0).length).toBe(before);
  });
});

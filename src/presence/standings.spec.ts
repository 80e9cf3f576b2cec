import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { EventEmitter2 } from '@nestjs/event-emitter';
import { guest, person } from '../../test/support/rooms/fake-connection.js';
import { DomainEvents, type PresenceRecord } from '../common/index.js';
import type { AppConfig } from '../config/index.js';
import type { User } from '../protocol/index.js';
import { ClusterSignals, SingleNodeBus, type ConnectionTable } from '../realtime/index.js';
import type { PresenceListener, PresenceService, Whereabouts } from './presence.service.js';
import { Standings } from './standings.js';
import type { LastSeen } from './stored/last-seen.js';
import { NOTHING_CHOSEN, type StoredPresences } from './stored/stored-presences.js';

const AWAY_MS = 300_000;
const HIDDEN: PresenceRecord = { ...NOTHING_CHOSEN, hiddenSince: '2026-01-02T03:04:05.000Z', revision: 2 };

describe('Standings', () => {
  let move: PresenceListener;
  let wanted: Map<string, (record: PresenceRecord) => void>;
  let noted: Map<string, Date>;
  let lastCommandAt: number;
  let everybody: Whereabouts[];
  let signals: ClusterSignals;
  let standings: Standings;
  /** What others were told, as `name state`. */
  let told: string[];

  beforeEach(() => {
    jest.useFakeTimers();
    [wanted, noted, lastCommandAt, everybody, told] = [new Map(), new Map(), 0, [], []];
    const presence = { onChange: (listener: PresenceListener) => (move = listener), everybody: () => everybody };
    const stored = {
      lookUp: (id: string, found: (record: PresenceRecord) => void) => wanted.set(id, found),
      forget: (id: string) => wanted.delete(id),
    };
    const lastSeen = { note: (id: string, at: Date) => noted.set(id, at) };
    const table = { ofUser: () => [{ deviceId: 'phone', lastCommandAt }] };
    signals = new ClusterSignals(new SingleNodeBus());
    standings = new Standings(
      { presence: { awayMs: AWAY_MS } } as AppConfig,
      presence as unknown as PresenceService,
      stored as unknown as StoredPresences,
      lastSeen as unknown as LastSeen,
      table as unknown as ConnectionTable,
      new DomainEvents(new EventEmitter2()),
      signals,
    );
    standings.onModuleInit();
    standings.onChange(({ id }, { others }) => told.push(`${id} ${others.state}`));
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  function come(user: User, devices = 1): void {
    move({ user, devices, leftAt: undefined });
  }

  function found(id: string, record: PresenceRecord = NOTHING_CHOSEN): void {
    wanted.get(id)?.(record);
  }

  function choose(choice: PresenceRecord): void {
    void signals.send({ name: 'presence-set', data: { userId: 'ana', choice } });
  }

  it('shows nobody before it is known what they chose, guests at once', () => {
    const visitor = guest();
    come(person('ana'));
    come(visitor);
    expect(told).toEqual([`${visitor.id} online`]);
    expect(standings.viewsOf('ana')).toBeUndefined();
    found('ana', HIDDEN);
    expect(told.at(-1)).toBe('ana offline');
  });

  it('who goes before that is never shown', () => {
    come(person('ana'));
    move({ user: person('ana'), devices: 0, leftAt: new Date(5) });
    found('ana');
    expect(told).toEqual([]);
    expect(noted.get('ana')).toEqual(new Date(5));
  });

  it('shows how many devices there are by the time that it is known', () => {
    come(person('ana'));
    come(person('ana'), 2);
    found('ana');
    expect(standings.viewsOf('ana')?.others.devices).toBe(2);
  });

  it('notes when somebody left, and shows it, but not of who is hidden', () => {
    come(person('ana'));
    found('ana', HIDDEN);
    standings.onChange((_, { others }) => told.push(String(others.lastSeenAt)));
    move({ user: person('ana'), devices: 0, leftAt: new Date(5) });
    expect(noted.get('ana')).toEqual(new Date(5));
    expect(told.at(-1)).toBe(HIDDEN.hiddenSince);
  });

  it('tells of who has become idle, is back, or whose text has ended, once each', () => {
    come(person('ana'));
    found('ana');
    jest.advanceTimersByTime(AWAY_MS);
    standings.lookAgain();
    standings.lookAgain();
    lastCommandAt = performance.now();
    standings.lookAgain();
    standings.lookAgain();
    expect(told).toEqual(['ana online', 'ana away', 'ana online']);

    const statusUntil = new Date(Date.now() + 1_000).toISOString();
    choose({ ...NOTHING_CHOSEN, statusText: 'In a lesson', statusUntil, revision: 1 });
    jest.advanceTimersByTime(1_000);
    standings.lookAgain();
    standings.lookAgain();
    expect(told).toHaveLength(5);
  });

  it('keeps the later of two choices, in whatever order they come', () => {
    come(person('ana'));
    found('ana');
    choose(HIDDEN);
    choose({ ...NOTHING_CHOSEN, revision: 1 });
    expect(standings.viewsOf('ana')?.own?.hidden).toBe(true);
    choose({ ...NOTHING_CHOSEN, revision: 3 });
    expect(standings.viewsOf('ana')?.own?.hidden).toBe(false);
  });

  it('looks anew for who chooses while they are looked up', () => {
    come(person('ana'));
    const older = wanted.get('ana');
    choose(HIDDEN);
    expect(wanted.get('ana')).not.toBe(older);
  });

  it('notes everybody who is here at the end, but guests', () => {
    everybody = [
      { user: person('ana'), devices: 1, leftAt: undefined },
      { user: person('ben'), devices: 1, leftAt: new Date(5) },
      { user: guest(), devices: 1, leftAt: undefined },
    ];
    standings.onModuleDestroy();
    expect([...noted]).toEqual([
      ['ana', new Date()],
      ['ben', new Date(5)],
    ]);
  });
});

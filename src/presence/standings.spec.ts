import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { EventEmitter2 } from '@nestjs/event-emitter';
import { FakeSharing } from '../../test/support/realtime/fake-sharing.js';
import { guest, person } from '../../test/support/rooms/fake-connection.js';
import { DomainEvents, type PresenceRecord } from '../common/index.js';
import type { AppConfig } from '../config/index.js';
import type { User } from '../protocol/index.js';
import { ClusterSignals, SingleNodeBus, type ConnectionTable } from '../realtime/index.js';
import type { PresenceListener, PresenceService, Whereabouts } from './presence.service.js';
import type { PresenceEntry } from './presence-entry.js';
import { SharedPresences } from './shared-presences.js';
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
  let sharing: FakeSharing;
  let devices: string[];
  let standings: Standings;
  /** What others were told, as `name state`. */
  let told: string[];

  beforeEach(() => {
    jest.useFakeTimers();
    [wanted, noted, lastCommandAt, everybody, told] = [new Map(), new Map(), 0, [], []];
    [sharing, devices] = [new FakeSharing(), ['phone']];
    const presence = {
      onChange: (listener: PresenceListener) => (move = listener),
      everybody: () => everybody,
      isOurs: ({ wasHere }: Whereabouts) => wasHere,
    };
    const stored = {
      lookUp: (id: string, found: (record: PresenceRecord) => void) => wanted.set(id, found),
      forget: (id: string) => wanted.delete(id),
    };
    const lastSeen = { note: (id: string, at: Date, ours: boolean) => ours && noted.set(id, at) };
    const table = {
      ofUser: () => devices.map((deviceId) => ({ deviceId, lastCommandAt })),
      countOf: () => devices.length,
    };
    signals = new ClusterSignals(new SingleNodeBus());
    standings = new Standings(
      { presence: { awayMs: AWAY_MS } } as AppConfig,
      presence as unknown as PresenceService,
      stored as unknown as StoredPresences,
      new SharedPresences(sharing),
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
    move(whereabouts(user, { devices }));
  }

  function whereabouts(user: User, more: Partial<Whereabouts> = {}): Whereabouts {
    return { user, devices: 1, leftAt: undefined, wasHere: true, nodes: [], ...more };
  }

  function elsewhere(more: Partial<PresenceEntry> = {}): void {
    const said = { revision: 0, by: null };
    sharing.say('two', 'ana', {
      user: person('ana'),
      devices: ['laptop'],
      rooms: [],
      record: NOTHING_CHOSEN,
      idle: false,
      said,
      ...more,
    });
    come(person('ana'));
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
    move(whereabouts(person('ana'), { devices: 0, leftAt: new Date(5) }));
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
    move(whereabouts(person('ana'), { devices: 0, leftAt: new Date(5) }));
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

  it('notes everybody who was here at the end, but guests', () => {
    everybody = [
      whereabouts(person('ana')),
      whereabouts(person('ben'), { leftAt: new Date(5) }),
      whereabouts(guest()),
      whereabouts(person('cleo'), { wasHere: false, nodes: ['two'] }),
    ];
    standings.onModuleDestroy();
    expect([...noted]).toEqual([
      ['ana', new Date()],
      ['ben', new Date(5)],
    ]);
  });

  describe('over several nodes', () => {
    beforeEach(() => {
      devices = [];
    });

    it('shows who is elsewhere as that node says, at once', () => {
      elsewhere({ record: HIDDEN });
      expect(told).toEqual(['ana offline']);
      expect(wanted.size).toBe(0);
    });

    it('needs no look into the database for who is elsewhere already', () => {
      devices = ['phone'];
      come(person('ana'));
      elsewhere({ record: HIDDEN });
      expect(wanted.size).toBe(0);
      expect(standings.shareOf('ana')).toMatchObject({ record: HIDDEN });
    });

    it('who does nothing here is not away while they do elsewhere', () => {
      devices = ['phone'];
      elsewhere();
      jest.advanceTimersByTime(AWAY_MS);
      standings.lookAgain();
      expect(standings.viewsOf('ana')?.others.state).toBe('online');
      expect(standings.shareOf('ana')?.idle).toBe(true);
      elsewhere({ idle: true });
      expect(standings.viewsOf('ana')?.others.state).toBe('away');
    });

    it('a choice reaches who is elsewhere too, with whether they are away', () => {
      elsewhere();
      const choice = { ...NOTHING_CHOSEN, statusText: 'Lunch', revision: 1 };
      void signals.send({ name: 'presence-set', data: { userId: 'ana', choice, awayBy: 'laptop' } });
      expect(standings.viewsOf('ana')?.others).toMatchObject({ state: 'away', statusText: 'Lunch' });
      // What that node says was said before it heard of the choice.
      elsewhere();
      expect(standings.viewsOf('ana')?.others).toMatchObject({ state: 'away', statusText: 'Lunch' });
    });

    it('the text of who is elsewhere ends here too', () => {
      const statusUntil = new Date(Date.now() + 1_000).toISOString();
      elsewhere({ record: { ...NOTHING_CHOSEN, statusText: 'Lunch', statusUntil, revision: 1 } });
      jest.advanceTimersByTime(1_000);
      standings.lookAgain();
      expect(told).toHaveLength(2);
    });

    it('leaves to other nodes to store when their people left', () => {
      elsewhere();
      move(whereabouts(person('ana'), { devices: 0, leftAt: new Date(5), wasHere: false }));
      expect(noted.size).toBe(0);
      expect(told.at(-1)).toBe('ana offline');
    });
  });
});

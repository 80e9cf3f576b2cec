import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ANA, BEN } from '../../../test/support/realtime/canonical.js';
import { Logger } from '@nestjs/common';
import type { DialectName, MentorStatus, OnlineUsers, User } from '../../protocol/index.js';
import type { ConnectionTable } from '../connection/connection-table.js';
import type { EncodedFact } from './encode-fact.js';
import type { Frame } from '../dialects/index.js';
import { LateStates } from './late-states.js';
import { topicChannel, userChannel } from './room-names.js';
import { Topics } from './topics.js';

const ONLINE: OnlineUsers = { users: [ANA], total: 1 };

describe('Topics', () => {
  let watching: Map<string, { dialect: DialectName; told: EncodedFact[]; does: 'read' | 'stall' | 'break' }>;
  let late: LateStates;
  let topics: Topics;

  beforeEach(() => {
    Logger.overrideLogger(false);
    watching = new Map();
    const table = {
      get: (id: string) => {
        const watcher = watching.get(id);
        if (watcher === undefined) return undefined;
        return {
          user: ANA,
          inform: (_topic: string, encoded: EncodedFact) => {
            if (watcher.does === 'break') throw new Error('broken');
            if (watcher.does === 'read') watcher.told.push(encoded);
            return watcher.does === 'read';
          },
        };
      },
      inChannel: (channel: string) => {
        const ids = [...watching].filter(([, { dialect }]) => topicChannel('online', dialect) === channel).map(([id]) => id);
        return ids.length === 0 ? undefined : new Set(ids);
      },
    };
    late = new LateStates();
    topics = new Topics(table as unknown as ConnectionTable, late);
  });

  afterEach(() => {
    late.onModuleDestroy();
    Logger.overrideLogger(true);
  });

  function watch(id: string, dialect: DialectName = 'chatroom', does: 'read' | 'stall' | 'break' = 'read'): EncodedFact[] {
    const told: EncodedFact[] = [];
    watching.set(id, { dialect, told, does });
    return told;
  }

  function framesOf(told: EncodedFact[]): Frame[] {
    return told.flat().map(({ frame }) => frame);
  }

  it('counts those who watch, of all dialects', () => {
    expect(topics.watchers('online')).toBe(0);
    watch('a');
    watch('b', 'lyceum');
    expect(topics.watchers('online')).toBe(2);
  });

  it('tells each in the words of their dialect, encoded once for all of it', () => {
    const [a, b, c] = [watch('a'), watch('b'), watch('c', 'lyceum')];
    const { bytes, missed } = topics.tell('online', 'presence:online', ONLINE);
    expect(framesOf(a)).toEqual([{ event: 'online_users', data: ['ana'] }]);
    expect(b[0]).toBe(a[0]);
    expect(framesOf(c)).toEqual([{ event: 'presence:online', data: ONLINE }]);
    expect(bytes).toBe(2 * (a[0]?.[0]?.socketIo.length ?? 0) + (c[0]?.[0]?.socketIo.length ?? 0));
    expect(missed.size).toBe(0);
  });

  it('says who could not be told, and tells the others all the same', () => {
    watch('broken', 'chatroom', 'break');
    watch('slow', 'chatroom', 'stall');
    const a = watch('a');
    const { missed } = topics.tell('online', 'presence:online', ONLINE);
    expect(a).toHaveLength(1);
    expect(missed).toEqual(new Set(['slow']));
  });

  it('tells some of them alone', () => {
    const [a, b] = [watch('a'), watch('b')];
    topics.tell('online', 'presence:online', ONLINE, { only: new Set(['b', 'gone']) });
    expect([a.length, b.length]).toEqual([0, 1]);
  });

  describe('with news', () => {
    const changes = {
      came: [BEN],
      gone: [
        { ...ANA, id: 'u-eva' },
        { ...ANA, id: 'u-cem' },
      ],
    };
    const telling = (missedBy: string[]) => ({ news: { data: { ...ONLINE, changes }, missedBy: new Set(missedBy) } });

    it('tells what has changed to who heard the telling before, and the whole to who missed it', () => {
      const [a, late] = [watch('a', 'direct-messages'), watch('late', 'direct-messages')];
      const { bytes } = topics.tell('online', 'presence:online', ONLINE, telling(['late']));
      expect(framesOf(a)).toEqual([
        { event: 'user:online', data: { userId: BEN.id } },
        { event: 'user:offline', data: { userId: 'u-eva' } },
        { event: 'user:offline', data: { userId: 'u-cem' } },
      ]);
      expect(framesOf(late)).toEqual([{ event: 'users:online', data: { userIds: [ANA.id] } }]);
      expect(bytes).toBe([...a, ...late].flat().reduce((sum, { socketIo }) => sum + socketIo.length, 0));
    });

    it('tells nothing where a dialect sees no change', () => {
      const a = watch('a', 'direct-messages');
      topics.tell('online', 'presence:online', ONLINE, {
        news: { data: { ...ONLINE, changes: { came: [], gone: [] } }, missedBy: new Set() },
      });
      expect(a).toEqual([]);
    });
  });
});

describe('Topics of one state for each of many people', () => {
  interface Hearer {
    readonly id: string;
    readonly user: User;
    readonly watches: boolean;
    readonly told: unknown[];
    readonly open: boolean;
    isSlow: boolean;
    inform(topic: string, encoded: EncodedFact): boolean;
  }
  let hearers: Map<string, Hearer>;
  let late: LateStates;
  let topics: Topics;

  beforeEach(() => {
    jest.useFakeTimers();
    hearers = new Map();
    const table = {
      get: (id: string) => hearers.get(id),
      inChannel: (channel: string) => {
        const here = [...hearers].filter(
          ([, { user, watches }]) =>
            channel === userChannel(user.id, 'lyceum') || (watches && channel === topicChannel('mentors', 'lyceum')),
        );
        return here.length === 0 ? undefined : new Set(here.map(([id]) => id));
      },
    };
    late = new LateStates();
    topics = new Topics(table as unknown as ConnectionTable, late);
  });
  afterEach(() => {
    late.onModuleDestroy();
    jest.useRealTimers();
  });

  function connect(id: string, user: User, watches: boolean): Hearer {
    const hearer: Hearer = {
      id,
      user,
      watches,
      told: [],
      open: true,
      isSlow: false,
      inform: (_topic, encoded) => {
        if (!hearer.isSlow) hearer.told.push(...encoded.map(({ frame }) => (frame.data as MentorStatus).statusText));
        return !hearer.isSlow;
      },
    };
    hearers.set(id, hearer);
    return hearer;
  }

  function status(mentor: User, statusText: string): MentorStatus {
    const numbers = { capacity: 1, load: 0 };
    return { mentor, availability: 'busy', statusText, subjects: [], ...numbers, metadata: null, updatedAt: '' };
  }

  const tell = (person: User, view: 'own' | 'others', text: string): number =>
    topics.tellPart({ topic: 'mentors', person: person.id, view }, 'mentors:changed', status(person, text));

  it('tell those who watch, and the person’s own connections what is for them', () => {
    const [watcher, own, ownWatcher, other] = [
      connect('a', BEN, true),
      connect('b', ANA, false),
      connect('c', ANA, true),
      connect('d', BEN, false),
    ];

    expect(tell(ANA, 'others', 'as others see it')).toBeGreaterThan(0);
    expect(tell(ANA, 'own', 'as Ana sees it')).toBeGreaterThan(0);

    expect([watcher, own, ownWatcher, other].map(({ told }) => told)).toEqual([
      ['as others see it'],
      ['as Ana sees it'],
      ['as Ana sees it'],
      [],
    ]);
  });

  it('cost nothing where nobody hears', () => {
    connect('d', BEN, false);
    expect(tell(ANA, 'others', 'nobody cares')).toBe(0);
  });

  it('keep the latest of each person for who reads too slowly', async () => {
    const [slow, own] = [connect('a', { ...BEN, id: 'u-carl' }, true), connect('b', ANA, false)];
    slow.isSlow = true;
    tell(ANA, 'others', 'Ana, first');
    tell(BEN, 'others', 'Ben');
    tell(ANA, 'others', 'Ana, last');
    expect(own.told).toEqual([]);

    slow.isSlow = false;
    await jest.advanceTimersByTimeAsync(1_000);
    expect(slow.told.toSorted()).toEqual(['Ana, last', 'Ben']);
  });
});

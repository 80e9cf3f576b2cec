import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { FakeConnection, guest, person } from '../../test/support/rooms/fake-connection.js';
import { ONLINE_CHANGES, ONLINE_USERS, type OnlineNews, type OnlineUsers, type User } from '../protocol/index.js';
import type { Telling, Told, Topics } from '../realtime/index.js';
import { OnlinePeople } from './online-people.js';
import { nobodyView } from './standing.js';
import type { StandingListener, Standings } from './standings.js';
import type { StoredPresences } from './stored/stored-presences.js';

/** A connection that may watch. */
class Watcher extends FakeConnection {
  constructor(private readonly watching: Set<string>) {
    super(person('watcher'));
  }

  override watch(): void {
    this.watching.add(this.id);
  }

  override unwatch(): void {
    this.watching.delete(this.id);
  }
}

describe('OnlinePeople', () => {
  let watching: Set<string>;
  let told: { ids: string[]; only: ReadonlySet<string> | undefined }[];
  let news: { changes: OnlineNews['changes']; missedBy: string[] }[];
  let missed: string[];
  let change: StandingListener;
  let people: OnlinePeople;

  beforeEach(() => {
    jest.useFakeTimers();
    watching = new Set();
    told = [];
    news = [];
    missed = [];
    const topics = {
      watchers: () => watching.size,
      tell: (_topic: string, _name: string, list: OnlineUsers, telling: Telling<OnlineNews>): Told => {
        told.push({ ids: idsOf(list), only: telling.only });
        news.push({ changes: telling.news?.data.changes, missedBy: [...(telling.news?.missedBy ?? [])] });
        return { bytes: 100, missed: new Set(missed) };
      },
    } as unknown as Topics;
    const standings = { onChange: (listener: StandingListener) => (change = listener) } as unknown as Standings;
    const stored = { settled: () => Promise.resolve() } as unknown as StoredPresences;
    people = new OnlinePeople(standings, stored, topics);
    people.onModuleInit();
  });
  afterEach(() => {
    people.onModuleDestroy();
    jest.useRealTimers();
  });

  function idsOf({ users }: OnlineUsers): string[] {
    return users.map(({ id }) => id);
  }

  function come(...users: User[]): void {
    for (const user of users) {
      change(user, { others: { ...nobodyView(user.id), user, state: 'online', devices: 1 }, own: undefined });
    }
  }

  function go(id: string): void {
    change(person(id), { others: nobodyView(id), own: undefined });
  }

  function pass(): void {
    jest.advanceTimersByTime(10_000);
  }

  it('lists registered people, each once, in the order in which they came', () => {
    come(person('ben'), person('ana'), guest(), person('ben'));
    expect(idsOf(people.list())).toEqual(['ben', 'ana']);
    expect(people.list().total).toBe(2);
  });

  it('lists the first 5,000 and counts all', () => {
    come(...Array.from({ length: ONLINE_USERS + 2 }, (_, number) => person(`p${number}`)));
    expect(people.list().users).toHaveLength(ONLINE_USERS);
    expect(people.list().total).toBe(ONLINE_USERS + 2);
  });

  it('tells nothing while nobody watches', () => {
    come(person('ana'));
    pass();
    expect(told).toEqual([]);

    const watcher = new Watcher(watching);
    people.watch(watcher);
    pass();
    expect(told).toEqual([]);

    people.unwatch(watcher);
    come(person('ben'));
    pass();
    expect(told).toEqual([]);
  });

  it('gives who begins to watch the list, and then tells of changes together', () => {
    come(person('ana'));
    expect(idsOf(people.watch(new Watcher(watching)))).toEqual(['ana']);

    come(person('ben'), person('eva'));
    go('ana');
    pass();

    expect(told).toEqual([{ ids: ['ben', 'eva'], only: undefined }]);
  });

  it('tells nothing of guests, nor of a second device', () => {
    come(person('ana'));
    people.watch(new Watcher(watching));
    come(guest(), person('ana'));
    people.watch(new Watcher(watching));
    pass();
    expect(told).toEqual([]);
  });

  it('tells nothing of a change that was undone in time', () => {
    come(person('ana'), person('ben'));
    people.watch(new Watcher(watching));
    go('ana');
    come(person('ana'));
    come(person('eva'));
    go('eva');
    pass();
    expect(told).toEqual([]);
  });

  it('tells of an undone change where somebody was given a list in between', () => {
    come(person('ana'));
    people.watch(new Watcher(watching));
    come(person('eva'));
    expect(idsOf(people.watch(new Watcher(watching)))).toEqual(['ana', 'eva']);
    go('eva');
    pass();
    expect(told).toEqual([{ ids: ['ana'], only: undefined }]);
  });

  it('tells of a new name', () => {
    come(person('ana'));
    people.watch(new Watcher(watching));
    come({ ...person('ana'), username: 'anna' });
    pass();
    expect(told).toHaveLength(1);
  });

  it('tells those who could not be told again, alone, until they are', () => {
    people.watch(new Watcher(watching));
    missed = ['slow'];
    come(person('ana'));
    jest.advanceTimersByTime(1_000);
    missed = [];
    pass();
    expect(told).toEqual([
      { ids: ['ana'], only: undefined },
      { ids: ['ana'], only: new Set(['slow']) },
      { ids: ['ana'], only: new Set(['slow']) },
    ]);
  });

  it('tells all of them when there is news meanwhile', () => {
    people.watch(new Watcher(watching));
    missed = ['slow'];
    come(person('ana'));
    jest.advanceTimersByTime(500);
    missed = [];
    come(person('ben'));
    pass();
    expect(told.map(({ only }) => only)).toEqual([undefined, undefined]);
  });

  describe('beside the list', () => {
    it('says who came and who went since the telling before, also of a new name that nobody did', () => {
      come(person('ana'));
      people.watch(new Watcher(watching));
      come(person('ben'), person('eva'));
      go('ana');
      pass();
      come({ ...person('ben'), name: 'Benjamin' });
      pass();
      expect(news).toEqual([
        { changes: { came: [person('ben'), person('eva')], gone: ['ana'] }, missedBy: [] },
        { changes: { came: [], gone: [] }, missedBy: [] },
      ]);
    });

    it('says nothing of who went and came back between two tellings', () => {
      come(person('ana'), person('ben'));
      people.watch(new Watcher(watching));
      go('ana');
      come(person('ana'), person('eva'));
      pass();
      expect(news).toEqual([{ changes: { came: [person('eva')], gone: [] }, missedBy: [] }]);
    });

    it.each([
      [ONLINE_CHANGES, true],
      [ONLINE_CHANGES + 1, false],
    ])('tells of %i changes one by one: %p', (count, isTold) => {
      people.watch(new Watcher(watching));
      come(...Array.from({ length: count }, (_, number) => person(`p${number}`)));
      pass();
      expect(news.map(({ changes }) => changes !== undefined)).toEqual([isTold]);
    });

    it('leaves it to the list where somebody was given one in between that an undone change has made wrong', () => {
      come(person('ana'));
      people.watch(new Watcher(watching));
      come(person('eva'), person('ben'));
      people.watch(new Watcher(watching));
      go('eva');
      pass();
      expect(news).toEqual([{ changes: undefined, missedBy: [] }]);
    });

    it('names those who missed the telling before, for whom it does not hold', () => {
      people.watch(new Watcher(watching));
      missed = ['slow'];
      come(person('ana'));
      jest.advanceTimersByTime(500);
      missed = [];
      come(person('ben'));
      pass();
      expect(news.at(-1)).toEqual({ changes: { came: [person('ben')], gone: [] }, missedBy: ['slow'] });
    });
  });
});

import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { EventEmitter2 } from '@nestjs/event-emitter';
import { DomainEvents, type Revocation } from '../common/index.js';
import type { MentorStatus } from '../protocol/index.js';
import { ClusterSignals, SingleNodeBus, type ConnectionTable, type Topics } from '../realtime/index.js';
import { MentorChanges } from './mentor-changes.js';
import type { MentorStatusRepository } from './mentor-status.repository.js';
import { MentorTeller } from './mentor-teller.js';
import type { StoredMentor } from './stored-mentor.js';

const FRAME_BYTES = 400;

function stored(mentorId: string, statusText: string | null): StoredMentor {
  const person = { username: mentorId, name: mentorId, avatarUrl: null, role: 'mentor' } as const;
  const standing = { chosen: 'available', isHere: true, capacity: 1, load: 0 } as const;
  return { mentorId, guestName: null, ...person, ...standing, statusText, subjects: [], metadata: null, updatedAt: new Date(0) };
}

describe('MentorTeller', () => {
  let events: DomainEvents;
  let changes: MentorChanges;
  let teller: MentorTeller;
  let watchers: number;
  let connected: Set<string>;
  let isAway: boolean;
  let texts: Map<string, string>;
  let lookedUp: number[];
  let told: { person: string; view: string; text: string | null }[];
  let mostAtOnce: number;

  beforeEach(() => {
    jest.useFakeTimers();
    Logger.overrideLogger(false);
    [watchers, connected, isAway, texts, lookedUp, told, mostAtOnce] = [1, new Set(), false, new Map(), [], [], 0];
    events = new DomainEvents(new EventEmitter2());
    const signals = new ClusterSignals(new SingleNodeBus());
    changes = new MentorChanges(signals);
    const repository = {
      find: async (ids: string[]) => {
        lookedUp.push(ids.length);
        const found = ids.map((id) => stored(id, texts.get(id) ?? null));
        await new Promise((resolve) => setTimeout(resolve, 5));
        if (isAway) throw new Error('away');
        return found;
      },
    } as unknown as MentorStatusRepository;
    let since = 0;
    let bytes = 0;
    const topics = {
      watchers: () => watchers,
      tellPart: ({ person, view }: { person: string; view: string }, _name: string, { statusText: text }: MentorStatus) => {
        if (view === 'own' && !connected.has(person)) return 0;
        told.push({ person, view, text });
        const made = view === 'own' ? FRAME_BYTES : FRAME_BYTES * watchers;
        bytes = performance.now() === since ? bytes + made : made;
        since = performance.now();
        mostAtOnce = Math.max(mostAtOnce, bytes);
        return made;
      },
    } as unknown as Topics;
    const table = { countOf: (id: string) => Number(connected.has(id)) } as unknown as ConnectionTable;
    teller = new MentorTeller(repository, topics, table, signals, events);
    teller.onModuleInit();
  });
  afterEach(() => {
    teller.onModuleDestroy();
    Logger.overrideLogger(true);
    jest.useRealTimers();
  });

  const after = (ms: number) => jest.advanceTimersByTimeAsync(ms);
  const say = (mentorId: string, text: string): void => {
    texts.set(mentorId, text);
    changes.changed([mentorId]);
  };

  it('tells of 1,000 changes of one mentor at most twice a second, and of the last always', async () => {
    for (let number = 0; number < 1_000; number += 1) {
      say('ana', `Text ${number}`);
      await after(5);
    }
    await after(10_000);

    expect(told.length).toBeGreaterThan(1);
    expect(told.length).toBeLessThanOrEqual(11);
    expect(told.at(-1)).toEqual({ person: 'ana', view: 'others', text: 'Text 999' });
  });

  it('tells of what changes while it looks up how mentors are', async () => {
    say('ana', 'First');
    await after(502);
    say('ana', 'Second');
    await after(2_000);
    expect(told.map(({ text }) => text)).toEqual(['First', 'Second']);
  });

  it('tells 5,000 who watch of 1,000 mentors bit by bit, and of each in the end', async () => {
    watchers = 5_000;
    const mentors = Array.from({ length: 1_000 }, (_, number) => `m${number}`);
    changes.changed(mentors);
    await after(3_600_000);

    expect(new Set(told.map(({ person }) => person)).size).toBe(1_000);
    // One frame for each of them may go over what one telling is to take.
    expect(mostAtOnce).toBeLessThanOrEqual(2_000_000 + 5_000 * FRAME_BYTES);
    expect(Math.max(...lookedUp)).toBeLessThanOrEqual(200);
  });

  it('looks nothing up where nobody would hear it', async () => {
    watchers = 0;
    say('ana', 'Hello');
    await after(10_000);
    expect(lookedUp).toEqual([]);
  });

  it('tells a mentor’s own devices also where nobody watches', async () => {
    watchers = 0;
    connected.add('ana');
    say('ana', 'Hello');
    say('ben', 'Hello');
    await after(1_000);
    expect(told).toContainEqual({ person: 'ana', view: 'own', text: 'Hello' });
    expect(told.filter(({ person }) => person === 'ben')).toEqual([]);
  });

  it('tells of a mentor whose role or name is another, and who is banned, but not of who signs out or leaves a room', async () => {
    const moment = 1;
    const revocations: Revocation[] = [
      { kind: 'profile', userId: 'ana', moment },
      { kind: 'user', userId: 'ben', exceptSessionId: null, banned: true, moment },
      { kind: 'user', userId: 'dora', exceptSessionId: null, banned: false, moment },
      { kind: 'room', userId: 'eva', roomId: 'r', moment },
      { kind: 'session', userId: 'carl', sessionId: 's', moment },
    ];
    for (const revocation of revocations) events.emit('AccessRevoked', revocation);
    await after(1_000);
    expect(told.map(({ person }) => person)).toEqual(['ana', 'ben']);
  });

  it('tells later what the database was not there for', async () => {
    isAway = true;
    say('ana', 'Hello');
    await after(3_000);
    expect(told).toEqual([]);
    isAway = false;
    await after(2_000);
    expect(told).toEqual([{ person: 'ana', view: 'others', text: 'Hello' }]);
  });
});

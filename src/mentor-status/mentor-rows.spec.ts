import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { describeWith } from '../../test/support/describe-with.js';
import { type Postgres, startPostgres } from '../../test/support/postgres.js';
import { runDirectory } from '../../test/support/test-run.js';
import { newId } from '../common/index.js';
import { Database } from '../database/index.js';
import type { LyceumDataSource } from '../database/lyceum-data-source.js';
import { startDatabase } from '../database/start-database.js';
import { AVAILABILITIES, type HelpState, type User } from '../protocol/index.js';
import { AttendanceRepository } from './attendance/attendance.repository.js';
import { shownAvailability } from './availability.js';
import { MentorStatusRepository, type StatusWishes } from './mentor-status.repository.js';
import { FreeMentorRepository } from './routing/free-mentor.repository.js';
import { presentMentor } from './stored-mentor.js';

const CAN_BE_LATE = 60_000;
const GRACE = 60;
const EVERYBODY = { subjectKey: null, isAvailable: false, after: null, limit: 100 } as const;
const ANY = { subjectKey: 'maths', except: [], limit: 100 } as const;

function guest(name: string): User {
  return { id: `guest:${name}`, username: null, name, avatarUrl: null, role: 'mentor', guest: true };
}

describeWith(['postgres'], 'mentors on PostgreSQL', () => {
  const isOwnRun = process.env.TEST_RUN_DIR === undefined;
  let postgres: Postgres;
  let source: LyceumDataSource;
  let database: Database;
  let statuses: MentorStatusRepository;
  let free: FreeMentorRepository;
  let attendance: AttendanceRepository;

  beforeAll(async () => {
    postgres = await startPostgres();
    const url = await postgres.createDatabase();
    const settings = { url, dataDir: '/nowhere', poolSize: 20, statementTimeoutMs: 20_000, connectionTimeoutMs: 5_000 };
    source = await startDatabase({ production: false, database: settings }, []);
    database = new Database(source);
    statuses = new MentorStatusRepository(database);
    free = new FreeMentorRepository(database);
    attendance = new AttendanceRepository(database);
  }, CAN_BE_LATE);
  beforeEach(async () => {
    await database.query('TRUNCATE users, mentor_statuses, help_requests CASCADE');
  });
  afterAll(async () => {
    await source.destroy();
    await postgres.kill();
    if (isOwnRun) await rm(runDirectory(), { recursive: true });
  }, CAN_BE_LATE);

  async function mentor(id: string, wishes: StatusWishes = { availability: 'available' }): Promise<User> {
    const user = { id, username: id, name: id, avatarUrl: null, role: 'mentor', guest: false } as const;
    await database.query(`INSERT INTO users (id, issuer, username, name, role) VALUES ($1, 'lyceum', $1, $1, 'mentor')`, [id]);
    await statuses.set(user, wishes, GRACE);
    return user;
  }

  async function request(mentorId: string, state: HelpState, endedAt: Date | null = null): Promise<void> {
    await database.query(
      `INSERT INTO help_requests (id, state, student_id, subject, subject_key, urgency, mentor_id, ended_at)
       VALUES ($1, $2, $5, 'Maths', 'maths', 1, $3, $4)`,
      [newId(), state, mentorId, endedAt, newId()],
    );
  }

  const gone = (id: string) =>
    database.query(`UPDATE mentor_statuses SET here_until = now() - interval '1 s' WHERE mentor_id = $1`, [id]);
  const idsOf = (rows: readonly { mentorId: string }[]): string[] => rows.map(({ mentorId }) => mentorId);
  const routed = async (question: object = {}): Promise<string[]> => idsOf(await free.findFor({ ...ANY, ...question }));

  it('are listed as available exactly where the rule says so', async () => {
    const cases = AVAILABILITIES.flatMap((chosen) =>
      [true, false].flatMap((isHere) => [0, 1, 2, 3].map((load) => ({ chosen, isHere, load, capacity: 2 }))),
    );
    for (const [index, { chosen, isHere, load, capacity }] of cases.entries()) {
      await mentor(`m${index}`, { availability: chosen, capacity });
      for (let count = 0; count < load; count += 1) await request(`m${index}`, 'active');
      for (const over of ['resolved', 'offered', 'expired'] as const) await request(`m${index}`, over);
      if (!isHere) await gone(`m${index}`);
    }

    const all = await statuses.list(EVERYBODY);
    const available = new Set(idsOf(await statuses.list({ ...EVERYBODY, isAvailable: true })));
    const askable = new Set(await routed());
    const expected = cases.flatMap((standing, index) => (shownAvailability(standing) === 'available' ? [`m${index}`] : []));

    expect(expected).toHaveLength(2);
    expect([...available].toSorted()).toEqual(expected.toSorted());
    expect([...askable].toSorted()).toEqual(expected.toSorted());
    expect(await statuses.countAvailable()).toBe(expected.length);
    for (const row of all) {
      const standing = cases[Number(row.mentorId.slice(1))]!;
      expect(presentMentor(row)).toMatchObject({ availability: shownAvailability(standing), load: standing.load });
      expect(row.isBehind).toBe(!available.has(row.mentorId));
    }
  });

  it('are asked least loaded first, then longest idle', async () => {
    for (const id of ['busy-twice', 'newly-free', 'long-idle', 'chose-first']) {
      await mentor(id, { availability: 'available', capacity: 3 });
    }
    const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000);
    await database.query(`UPDATE mentor_statuses SET chosen_at = now() - interval '3 hours'`);
    await request('busy-twice', 'active');
    await request('newly-free', 'resolved', ago(1));
    await request('newly-free', 'resolved', ago(170));
    await request('long-idle', 'resolved', ago(100));

    expect(await routed()).toEqual(['chose-first', 'long-idle', 'newly-free', 'busy-twice']);
    expect(await routed({ except: ['chose-first', 'newly-free'] })).toEqual(['long-idle', 'busy-twice']);
    expect(await routed({ limit: 1 })).toEqual(['chose-first']);
  });

  it('are asked for what they teach; whoever names nothing teaches all', async () => {
    await mentor('maths', { availability: 'available', subjects: { names: ['Maths'], keys: ['maths'] } });
    await mentor('latin', { availability: 'available', subjects: { names: ['Latin'], keys: ['latin'] } });
    await mentor('all');

    expect(await routed()).toEqual(expect.arrayContaining(['maths', 'all']));
    expect(await routed()).not.toContain('latin');
  });

  it('keep their place among the idle when they say the same again', async () => {
    const [ana] = [await mentor('ana'), await mentor('ben')];
    await database.query(`UPDATE mentor_statuses SET chosen_at = now() - interval '1 hour' WHERE mentor_id = 'ana'`);
    await statuses.set(ana, { availability: 'available', statusText: 'Still here' }, GRACE);
    expect(await routed()).toEqual(['ana', 'ben']);

    await statuses.set(ana, { availability: 'busy' }, GRACE);
    await statuses.set(ana, { availability: 'available' }, GRACE);
    expect(await routed()).toEqual(['ben', 'ana']);
  });

  it('take no more students than they have room for, however many ask at once', async () => {
    const ana = await mentor('ana', { availability: 'available', capacity: 3 });
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, () =>
        database.transaction(async (tx) => {
          const { load, capacity } = await free.lock(tx, ana);
          if (load >= capacity) return false;
          await tx.query(
            `INSERT INTO help_requests (id, state, student_id, subject, subject_key, urgency, mentor_id)
             VALUES ($1, 'active', $2, 'Maths', 'maths', 1, 'ana')`,
            [newId(), newId()],
          );
          return true;
        }),
      ),
    );

    expect(outcomes.filter(Boolean)).toHaveLength(3);
    expect(await statuses.find(['ana'])).toMatchObject([{ load: 3 }]);
    expect(await routed()).toEqual([]);
  });

  it('can be locked who never chose anything, by many at once', async () => {
    await database.query(`INSERT INTO users (id, issuer, name, role) VALUES ('eva', 'app', 'Eva', 'mentor')`);
    const eva = { id: 'eva', username: null, name: 'Eva', avatarUrl: null, role: 'mentor', guest: false } as const;
    const locked = await Promise.all(Array.from({ length: 10 }, () => database.transaction((tx) => free.lock(tx, eva))));
    expect(new Set(locked.map(({ chosen, capacity, load }) => `${chosen} ${load}/${capacity}`))).toEqual(
      new Set(['offline 0/1']),
    );
  });

  it('become busy with the second offer in a row that they let pass', async () => {
    await mentor('ana');
    expect(await free.missed('ana')).toBe(false);
    await free.answered('ana');
    expect(await free.missed('ana')).toBe(false);
    expect(await free.missed('ana')).toBe(true);
    expect(await statuses.find(['ana'])).toMatchObject([{ chosen: 'busy' }]);
    expect(await free.missed('ana')).toBe(false);
  });

  it('are offline until they choose again once they were gone for the grace', async () => {
    const ana = await mentor('ana');
    await mentor('ben');
    await gone('ana');
    // Before anybody has written it down.
    await statuses.set(ana, { statusText: 'Back' }, GRACE);
    expect(await statuses.find(['ana'])).toMatchObject([{ chosen: 'offline', statusText: 'Back' }]);

    await gone('ben');
    expect(await attendance.endOverdue(['ana'])).toEqual([]);
    expect(await attendance.endOverdue(null)).toEqual(['ben']);
    expect(await attendance.extend(['ana', 'ben', 'nobody'], GRACE)).toEqual([]);
    expect(await routed()).toEqual([]);
  });

  it('are set offline once, by one of many nodes', async () => {
    for (let number = 0; number < 40; number += 1) await mentor(`m${number}`);
    await database.query(`UPDATE mentor_statuses SET here_until = now() - interval '1 s'`);
    const ended = await Promise.all(Array.from({ length: 10 }, () => attendance.endOverdue(null)));
    expect(ended.flat().toSorted()).toEqual(Array.from({ length: 40 }, (_, number) => `m${number}`).toSorted());
  });

  it('are kept by two nodes at once', async () => {
    const ids = Array.from({ length: 60 }, (_, number) => `m${number}`);
    for (const id of ids) await mentor(id);
    const kept = await Promise.all(
      Array.from({ length: 20 }, (_, node) => attendance.extend(node % 2 === 0 ? ids : ids.toReversed(), GRACE)),
    );
    expect(kept.every((available) => available.length === 60)).toBe(true);
  });

  describe('who are guests', () => {
    const wishes = { availability: 'available', statusText: 'Hi', capacity: 5, metadata: { a: 1 } } as const;

    it('are shown as guests by the name they gave, and leave nothing when they are gone', async () => {
      await statuses.set(guest('gil'), { ...wishes, subjects: { names: ['Maths'], keys: ['maths'] } }, GRACE);
      const [shown] = (await statuses.list(EVERYBODY)).map(presentMentor);
      expect(shown).toMatchObject({ mentor: guest('gil'), availability: 'available', statusText: 'Hi', subjects: ['Maths'] });

      await gone('guest:gil');
      expect(await statuses.list(EVERYBODY)).toEqual([]);
      expect(await attendance.endOverdue(null)).toEqual(['guest:gil']);
      const [left] = await statuses.find(['guest:gil']);
      expect(presentMentor(left!)).toMatchObject({
        ...{ mentor: guest('gil'), availability: 'offline', statusText: null },
        ...{ subjects: [], capacity: 1, metadata: null },
      });
    });

    it('are forgotten a day after they were here, and nobody else is', async () => {
      await statuses.set(guest('gil'), wishes, GRACE);
      await statuses.set(guest('old'), { availability: 'offline' }, GRACE);
      await mentor('ana', { availability: 'offline' });
      await database.query(`UPDATE mentor_statuses SET here_until = now() - interval '25 hours' WHERE mentor_id <> 'guest:gil'`);
      await attendance.forgetGuests();
      expect(idsOf(await statuses.find(['guest:gil', 'guest:old', 'ana'])).toSorted()).toEqual(['ana', 'guest:gil']);
    });
  });

  it('are read from indexes where few of many are wanted', async () => {
    await database.query(
      `INSERT INTO users (id, issuer, username, name, role)
       SELECT 'm' || n, 'app', 'm' || n, 'Name ' || n, 'mentor' FROM generate_series(1, 20000) n`,
    );
    await database.query(
      `INSERT INTO mentor_statuses (mentor_id, chosen, here_until)
       SELECT 'm' || n, CASE WHEN n % 100 = 0 THEN 'available' ELSE 'offline' END, now() + interval '1 h' FROM generate_series(1, 20000) n`,
    );
    await database.query(
      `INSERT INTO help_requests (id, state, student_id, subject, subject_key, urgency, mentor_id, ended_at)
       SELECT gen_random_uuid(), 'resolved', 's' || n, 'Maths', 'maths', 1, 'm' || n, now() FROM generate_series(1, 20000) n`,
    );
    await database.query('ANALYZE');
    const plans: string[] = [];
    const explaining = {
      query: async (sql: string, parameters: unknown[]) => {
        plans.push(JSON.stringify(await database.query(`EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) ${sql}`, parameters)));
        return [];
      },
    } as unknown as Database;

    await new FreeMentorRepository(explaining).findFor({ ...ANY, limit: 5 });
    await new MentorStatusRepository(explaining).countAvailable();
    await new AttendanceRepository(explaining).endOverdue(null);

    for (const plan of plans) {
      expect(plan).toContain('mentor_statuses_here_idx');
      expect(plan).not.toMatch(/Seq Scan on (mentor_statuses|help_requests)/);
    }
    expect(plans).toHaveLength(3);
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { describeWith } from '../../test/support/describe-with.js';
import { GRACE, idsOf, MentorDatabase } from '../../test/support/mentors/mentor-database.js';
import type { Database, Transaction } from '../database/index.js';
import { AVAILABILITIES, type User } from '../protocol/index.js';
import { AttendanceRepository } from './attendance/attendance.repository.js';
import { shownAvailability } from './availability.js';
import { RoutingRepository } from './help/routing.repository.js';
import { MentorStatusRepository } from './mentor-status.repository.js';
import { presentMentor } from './stored-mentor.js';

const CAN_BE_LATE = 60_000;
const EVERYBODY = { subjectKey: null, isAvailable: false, after: null, limit: 100 } as const;

function guest(name: string): User {
  return { id: `guest:${name}`, username: null, name, avatarUrl: null, role: 'mentor', guest: true };
}

describeWith(['postgres'], 'mentors on PostgreSQL', () => {
  let here: MentorDatabase;

  beforeAll(async () => {
    here = await MentorDatabase.start();
  }, CAN_BE_LATE);
  beforeEach(() => here.empty());
  afterAll(() => here.stop(), CAN_BE_LATE);

  it('are listed as available exactly where the rule says so', async () => {
    const cases = AVAILABILITIES.flatMap((chosen) =>
      [true, false].flatMap((isHere) => [0, 1, 2, 3].map((load) => ({ chosen, isHere, load, capacity: 2 }))),
    );
    for (const [index, { chosen, isHere, load, capacity }] of cases.entries()) {
      await here.mentor(`m${index}`, { availability: chosen, capacity });
      for (let count = 0; count < load; count += 1) await here.request(`m${index}`, 'active');
      for (const over of ['resolved', 'offered', 'expired'] as const) await here.request(`m${index}`, over);
      if (!isHere) await here.gone(`m${index}`);
    }

    const all = await here.statuses.list(EVERYBODY);
    const available = new Set(idsOf(await here.statuses.list({ ...EVERYBODY, isAvailable: true })));
    const askable = await here.askedFor(await here.waiting());
    const expected = cases.flatMap((standing, index) => (shownAvailability(standing) === 'available' ? [`m${index}`] : []));

    expect(expected).toHaveLength(2);
    expect([...available].toSorted()).toEqual(expected.toSorted());
    expect(askable.toSorted()).toEqual(expected.toSorted());
    expect(await here.statuses.countAvailable()).toBe(expected.length);
    for (const row of all) {
      const standing = cases[Number(row.mentorId.slice(1))]!;
      expect(presentMentor(row)).toMatchObject({ availability: shownAvailability(standing), load: standing.load });
      expect(row.isBehind).toBe(!available.has(row.mentorId));
    }
  });

  it('are offline until they choose again once they were gone for the grace', async () => {
    const ana = await here.mentor('ana');
    await here.mentor('ben');
    await here.gone('ana');
    // Before anybody has written it down.
    await here.statuses.set(ana, { statusText: 'Back' }, GRACE);
    expect(await here.statuses.find(['ana'])).toMatchObject([{ chosen: 'offline', statusText: 'Back' }]);

    await here.gone('ben');
    expect(await here.attendance.endOverdue(['ana'])).toEqual([]);
    expect(await here.attendance.endOverdue(null)).toEqual(['ben']);
    expect(await here.attendance.extend(['ana', 'ben', 'nobody'], GRACE)).toEqual([]);
    expect(await here.askedFor(await here.waiting())).toEqual([]);
  });

  it('are set offline once, by one of many nodes', async () => {
    for (let number = 0; number < 40; number += 1) await here.mentor(`m${number}`);
    await here.database.query(`UPDATE mentor_statuses SET here_until = now() - interval '1 s'`);
    const ended = await Promise.all(Array.from({ length: 10 }, () => here.attendance.endOverdue(null)));
    expect(ended.flat().toSorted()).toEqual(Array.from({ length: 40 }, (_, number) => `m${number}`).toSorted());
  });

  describe('who are guests', () => {
    const wishes = { availability: 'available', statusText: 'Hi', capacity: 5, metadata: { a: 1 } } as const;

    it('are shown as guests by the name they gave, and leave nothing when they are gone', async () => {
      await here.statuses.set(guest('gil'), { ...wishes, subjects: { names: ['Maths'], keys: ['maths'] } }, GRACE);
      const [shown] = (await here.statuses.list(EVERYBODY)).map(presentMentor);
      expect(shown).toMatchObject({ mentor: guest('gil'), availability: 'available', statusText: 'Hi', subjects: ['Maths'] });

      await here.gone('guest:gil');
      expect(await here.statuses.list(EVERYBODY)).toEqual([]);
      expect(await here.attendance.endOverdue(null)).toEqual(['guest:gil']);
      const [left] = await here.statuses.find(['guest:gil']);
      expect(presentMentor(left!)).toMatchObject({
        ...{ mentor: guest('gil'), availability: 'offline', statusText: null },
        ...{ subjects: [], capacity: 1, metadata: null },
      });
    });

    it('are forgotten a day after they were here, and nobody else is', async () => {
      await here.statuses.set(guest('gil'), wishes, GRACE);
      await here.statuses.set(guest('old'), { availability: 'offline' }, GRACE);
      await here.mentor('ana', { availability: 'offline' });
      await here.database.query(
        `UPDATE mentor_statuses SET here_until = now() - interval '25 hours' WHERE mentor_id <> 'guest:gil'`,
      );
      await here.attendance.forgetGuests();
      expect(idsOf(await here.statuses.find(['guest:gil', 'guest:old', 'ana'])).toSorted()).toEqual(['ana', 'guest:gil']);
    });
  });

  it('are read from indexes where few of many are wanted', async () => {
    await here.database.query(
      `INSERT INTO users (id, issuer, username, name, role)
       SELECT 'm' || n, 'app', 'm' || n, 'Name ' || n, 'mentor' FROM generate_series(1, 20000) n`,
    );
    await here.database.query(
      `INSERT INTO mentor_statuses (mentor_id, chosen, here_until)
       SELECT 'm' || n, CASE WHEN n % 100 = 0 THEN 'available' ELSE 'offline' END, now() + interval '1 h' FROM generate_series(1, 20000) n`,
    );
    await here.database.query(
      `INSERT INTO help_requests (id, state, student_id, subject, subject_key, urgency, mentor_id, ended_at)
       SELECT gen_random_uuid(), 'resolved', 's' || n, 'Maths', 'maths', 1, 'm' || n, now() FROM generate_series(1, 20000) n`,
    );
    await here.database.query('ANALYZE');
    const plans: string[] = [];
    const explaining = {
      query: async (sql: string, parameters: unknown[]) => {
        plans.push(JSON.stringify(await here.database.query(`EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) ${sql}`, parameters)));
        return [];
      },
    } as unknown as Database;

    await new RoutingRepository().findNext(explaining as unknown as Transaction, false, undefined);
    await new MentorStatusRepository(explaining).countAvailable();
    await new AttendanceRepository(explaining).endOverdue(null);

    for (const plan of plans) {
      expect(plan).toContain('mentor_statuses_here_idx');
      expect(plan).not.toMatch(/Seq Scan on (mentor_statuses|help_requests)/);
    }
    expect(plans).toHaveLength(3);
  });
});

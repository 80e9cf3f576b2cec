import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { describeWith } from '../../../test/support/describe-with.js';
import { GRACE, MentorDatabase } from '../../../test/support/mentors/mentor-database.js';
import { newId } from '../../common/index.js';

const CAN_BE_LATE = 60_000;

describeWith(['postgres'], 'mentors who are asked to help, on PostgreSQL', () => {
  let here: MentorDatabase;

  beforeAll(async () => {
    here = await MentorDatabase.start();
  }, CAN_BE_LATE);
  beforeEach(() => here.empty());
  afterAll(() => here.stop(), CAN_BE_LATE);

  const asked = async (): Promise<string[]> => here.askedFor(await here.waiting());

  it('are asked least loaded first, then longest idle', async () => {
    for (const id of ['busy-twice', 'newly-free', 'long-idle', 'chose-first']) {
      await here.mentor(id, { availability: 'available', capacity: 3 });
    }
    const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000);
    await here.database.query(`UPDATE mentor_statuses SET chosen_at = now() - interval '3 hours'`);
    await here.request('busy-twice', 'active');
    await here.request('newly-free', 'resolved', ago(1));
    await here.request('newly-free', 'resolved', ago(170));
    await here.request('long-idle', 'resolved', ago(100));

    expect(await asked()).toEqual(['chose-first', 'long-idle', 'newly-free', 'busy-twice']);
  });

  it('are asked for what they teach; whoever names nothing teaches all', async () => {
    await here.mentor('maths', { availability: 'available', subjects: { names: ['Maths'], keys: ['maths'] } });
    await here.mentor('latin', { availability: 'available', subjects: { names: ['Latin'], keys: ['latin'] } });
    await here.mentor('all');

    expect((await asked()).toSorted()).toEqual(['all', 'maths']);
  });

  it('keep their place among the idle when they say the same again', async () => {
    const [ana] = [await here.mentor('ana'), await here.mentor('ben')];
    await here.database.query(`UPDATE mentor_statuses SET chosen_at = now() - interval '1 hour' WHERE mentor_id = 'ana'`);
    await here.statuses.set(ana, { availability: 'available', statusText: 'Still here' }, GRACE);
    expect(await asked()).toEqual(['ana', 'ben']);

    await here.statuses.set(ana, { availability: 'busy' }, GRACE);
    await here.statuses.set(ana, { availability: 'available' }, GRACE);
    expect(await asked()).toEqual(['ben', 'ana']);
  });

  it('take no more students than they have room for, however many ask at once', async () => {
    const ana = await here.mentor('ana', { availability: 'available', capacity: 3 });
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, () =>
        here.database.transaction(async (tx) => {
          const { load, capacity } = await here.free.lock(tx, ana);
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
    expect(await here.statuses.find(['ana'])).toMatchObject([{ load: 3 }]);
    expect(await asked()).toEqual([]);
  });

  it('can be locked who never chose anything, by many at once', async () => {
    await here.database.query(`INSERT INTO users (id, issuer, name, role) VALUES ('eva', 'app', 'Eva', 'mentor')`);
    const eva = { id: 'eva', username: null, name: 'Eva', avatarUrl: null, role: 'mentor', guest: false } as const;
    const locked = await Promise.all(
      Array.from({ length: 10 }, () => here.database.transaction((tx) => here.free.lock(tx, eva))),
    );
    expect(new Set(locked.map(({ load, capacity }) => `${load}/${capacity}`))).toEqual(new Set(['0/1']));
    expect(await here.statuses.find(['eva'])).toMatchObject([{ chosen: 'offline' }]);
  });

  it('become busy with the second offer in a row that they let pass', async () => {
    await here.mentor('ana');
    expect(await here.free.missed('ana')).toBe(false);
    await here.free.answered('ana');
    expect(await here.free.missed('ana')).toBe(false);
    expect(await here.free.missed('ana')).toBe(true);
    expect(await here.statuses.find(['ana'])).toMatchObject([{ chosen: 'busy' }]);
    expect(await here.free.missed('ana')).toBe(false);
  });

  it('are not to blame for an offer that they have no room for any more', async () => {
    await here.mentor('ana');
    await here.request('ana', 'active');
    for (let count = 0; count < 3; count += 1) expect(await here.free.missed('ana')).toBe(false);
    expect(await here.statuses.find(['ana'])).toMatchObject([{ chosen: 'available' }]);
  });
});

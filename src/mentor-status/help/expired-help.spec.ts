import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeWith } from '../../../test/support/describe-with.js';
import { MentorDatabase } from '../../../test/support/mentors/mentor-database.js';
import type { AppConfig } from '../../config/index.js';
import { ExpiredHelp } from './expired-help.js';
import { OverRepository } from './over.repository.js';

const CAN_BE_LATE = 60_000;

describeWith(['postgres'], 'requests for help that are over', () => {
  let here: MentorDatabase;

  beforeAll(async () => {
    here = await MentorDatabase.start();
  }, CAN_BE_LATE);
  afterAll(() => here.stop(), CAN_BE_LATE);

  it('are forgotten with their offers after HELP_DAYS, however many they are, and no others are', async () => {
    await here.database.query(
      `INSERT INTO help_requests (id, state, student_id, subject, subject_key, urgency, ended_at)
       SELECT gen_random_uuid(), 'resolved', 's' || n, 'Maths', 'maths', 1, now() - interval '31 days' FROM generate_series(1, 2500) n
       UNION ALL SELECT gen_random_uuid(), 'cancelled', 'young', 'Maths', 'maths', 1, now() - interval '29 days'
       UNION ALL SELECT gen_random_uuid(), 'active', 'helped', 'Maths', 'maths', 1, NULL`,
    );
    await here.database.query(`INSERT INTO help_offers (request_id, mentor_id) SELECT id, 'ana' FROM help_requests`);

    await new ExpiredHelp({ help: { days: 30 } } as AppConfig, new OverRepository(here.database)).sweep();

    const left = await here.database.query(
      `SELECT r.student_id AS student FROM help_requests r JOIN help_offers o ON o.request_id = r.id ORDER BY student`,
    );
    expect(left).toEqual([{ student: 'helped' }, { student: 'young' }]);
    expect(await here.database.query('SELECT count(*) AS offers FROM help_offers')).toEqual([{ offers: 2 }]);
  });
});

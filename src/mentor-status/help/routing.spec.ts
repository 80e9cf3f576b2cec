import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { describeWith } from '../../../test/support/describe-with.js';
import { GRACE, MentorDatabase } from '../../../test/support/mentors/mentor-database.js';
import { eventually } from '../../../test/support/wait.js';
import type { Transaction } from '../../database/index.js';

const CAN_BE_LATE = 60_000;
const WAITING_MS = 5_000;

function signal(): { given: Promise<void>; give: () => void } {
  let give = (): void => undefined;
  const given = new Promise<void>((resolve) => (give = resolve));
  return { given, give };
}

describeWith(['postgres'], 'requests for help that wait, on PostgreSQL', () => {
  let here: MentorDatabase;

  beforeAll(async () => {
    here = await MentorDatabase.start();
  }, CAN_BE_LATE);
  beforeEach(() => here.empty());
  afterAll(() => here.stop(), CAN_BE_LATE);

  /** Throws as long as nobody waits for what somebody else has locked. */
  async function someWaiting(): Promise<void> {
    const waiting = await here.database.query(
      `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`,
    );
    if (waiting.length === 0) throw new Error('Nobody waits for the request');
  }

  it('keep their turn while somebody is changing them', async () => {
    await here.mentor('ana');
    await here.waiting({ urgency: 1 });
    const first = await here.waiting({ urgency: 2 });
    const [locked, released] = [signal(), signal()];
    const changing = here.database.transaction(async (tx) => {
      await here.requests.lock(tx, first);
      locked.give();
      await released.given;
    });
    await locked.given;

    const next = here.database.transaction((tx) => here.routes.findNext(tx, true, undefined));
    await Promise.race([next, eventually(someWaiting, WAITING_MS)]).finally(released.give);
    await changing;

    expect((await next)?.id).toBe(first);
  });

  it('are offered again to a mentor who left them once they set something of their status', async () => {
    const ana = await here.mentor('ana');
    const id = await here.waiting();
    await here.database.query(
      `INSERT INTO help_offers (request_id, mentor_id, answer, until) VALUES ($1, 'ana', 'left', now())`,
      [id],
    );
    expect(await here.askedFor(id)).toEqual([]);

    // They were back before anybody had set them offline, and say the same as before.
    await here.statuses.set(ana, { availability: 'available' }, GRACE);
    expect(await here.askedFor(id)).toEqual(['ana']);
  });

  it('are offered to all at once without counting what each of these is asked already', async () => {
    await here.mentor('ana');
    await here.waiting();
    const planOf = async (inTurn: boolean): Promise<string> => {
      const plans: string[] = [];
      const explaining = {
        query: async (sql: string, parameters: unknown[]) => {
          plans.push(JSON.stringify(await here.database.query(`EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) ${sql}`, parameters)));
          return [];
        },
      } as unknown as Transaction;
      await here.routes.findNext(explaining, inTurn, undefined);
      return plans.join('\n');
    };
    const counted = 'until IS NOT NULL';

    expect(await planOf(true)).toContain(counted);
    expect(await planOf(false)).not.toContain(counted);
  });
});

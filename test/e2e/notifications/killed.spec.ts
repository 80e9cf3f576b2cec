import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { newLogin } from '../../contract/accounts/logins.js';
import { ROOMY, START_MS } from '../../contract/settings.js';
import { WebhookAdmin } from '../../contract/webhooks/hooking.js';
import { newUsername } from '../../support/accounts.js';
import { describeWith } from '../../support/describe-with.js';
import { startGateway, type Gateway } from '../../support/gateway.js';
import { createDatabase, query } from '../../support/postgres.js';
import { eventually } from '../../support/wait.js';
import { WebhookReceiver, type Received } from '../../support/webhooks/webhook-receiver.js';

const WEBHOOKS = 4;
const EVENTS = 50;
const ALL = WEBHOOKS * EVENTS;
const ENOUGH_MS = 30_000;
/** What a node can be sending when it dies. */
const UNDER_WAY = 16;

/** A switch that keeps every node from claiming anything. */
const HOLD = `
  CREATE TABLE held (nothing int);
  CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN IF NEW.claimed_until IS NOT NULL AND EXISTS (SELECT FROM public.held) THEN RETURN NULL; END IF; RETURN NEW; END $$;
  CREATE TRIGGER hold BEFORE UPDATE ON lyceum.deliveries FOR EACH ROW EXECUTE FUNCTION public.hold()`;

describeWith(['postgres'], 'a node that is killed', () => {
  const adminName = newUsername('root');
  const env = { ...ROOMY, RATE_MANAGE_PER_SECOND: '1000', ADMIN_USERNAMES: adminName, OUTBOUND_ALLOWED: '127.0.0.1' };
  let database: string;
  let one: Gateway;
  let other: Gateway;
  let receiver: WebhookReceiver;

  beforeAll(async () => {
    database = await createDatabase();
    // No Redis: all that the two share is the database.
    [one, other] = [await startGateway({ database, env }), await startGateway({ database, env })];
    await query(database, HOLD);
    receiver = await WebhookReceiver.start();
    // As long as a backend may take, so that there is a middle.
    receiver.answer = (_, response) => setTimeout(() => response.writeHead(204).end(), 20);
    const webhooks = new WebhookAdmin(one, (await newLogin(one, adminName)).token);
    for (let nth = 0; nth < WEBHOOKS; nth += 1) await webhooks.make(`${receiver.url}/${String(nth)}`);
  }, START_MS);
  beforeEach(async () => {
    receiver.received.length = 0;
    await query(database, 'TRUNCATE lyceum.deliveries');
  });
  afterEach(() => one.restart(), START_MS);
  afterAll(async () => {
    await Promise.all([one.stop(), other.stop()]);
    WebhookReceiver.stopAll();
  }, START_MS);

  /** Events stand in the outbox, as any node may have left them there. */
  async function happen(): Promise<void> {
    await query(
      database,
      `INSERT INTO lyceum.outbox (id, name, data)
       SELECT gen_random_uuid(), 'user.created', json_build_object('user', json_build_object('id', nth))
       FROM generate_series(1, $1) nth`,
      [EVENTS],
    );
  }

  /** Nobody hears of a dead node: what it had claimed is free when its time is over. Living ones have answered long before. */
  async function leasesEnd(): Promise<void> {
    await query(
      database,
      `UPDATE lyceum.deliveries SET due_at = now(), claimed_until = NULL
       WHERE state = 'pending' AND claimed_until BETWEEN now() AND now() + interval '28 seconds'`,
    );
  }

  async function expectAllDelivered(): Promise<void> {
    await eventually(async () => {
      await leasesEnd();
      expect(await query(database, 'SELECT state, count(*)::int FROM lyceum.deliveries GROUP BY state')).toEqual([
        { state: 'delivered', count: ALL },
      ]);
    }, ENOUGH_MS);
  }

  /** What a receiver makes of it that knows each id once: by webhook, whom it was told of. */
  function understood(): Map<string, string[]> {
    const known = new Set<unknown>();
    const told = new Map<string, string[]>();
    for (const { path, headers, body } of receiver.received) {
      if (known.has(headers['webhook-id'])) continue;
      known.add(headers['webhook-id']);
      const { id } = (body as unknown as { data: { user: { id: number } } }).data.user;
      told.set(path, [...(told.get(path) ?? []), String(id)]);
    }
    return told;
  }

  function expectEachOnce(): void {
    const everybody = Array.from({ length: EVENTS }, (_, index) => String(index + 1)).sort();
    expect(Object.fromEntries([...understood()].map(([path, ids]) => [path, [...ids].sort()]))).toEqual(
      Object.fromEntries(Array.from({ length: WEBHOOKS }, (_, nth) => [`/hooks/${String(nth)}`, everybody])),
    );
  }

  const isAnything = (_: Received): boolean => true;

  it(
    'in the middle of a batch loses nothing, and what it sent twice has the same id',
    async () => {
      await happen();
      await receiver.get(isAnything, ENOUGH_MS);
      await eventually(() => Promise.resolve().then(() => expect(receiver.received.length).toBeGreaterThan(ALL / 10)), ENOUGH_MS);
      const [before] = await query<{ done: number }>(
        database,
        `SELECT count(*)::int AS done FROM lyceum.deliveries WHERE state = 'delivered'`,
      );
      await one.kill();
      expect(before?.done).toBeLessThan(ALL);

      await expectAllDelivered();
      expectEachOnce();
      expect(receiver.received.length).toBeLessThanOrEqual(ALL + UNDER_WAY);
    },
    ENOUGH_MS * 2,
  );

  it(
    'after events became deliveries and before any was sent loses nothing',
    async () => {
      await query(database, 'INSERT INTO held VALUES (1)');
      await happen();
      await eventually(async () => {
        expect(await query(database, 'SELECT count(*)::int FROM lyceum.deliveries')).toEqual([{ count: ALL }]);
      }, ENOUGH_MS);
      await one.kill();
      expect(receiver.received).toEqual([]);
      await query(database, 'DELETE FROM held');

      await expectAllDelivered();
      expectEachOnce();
      expect(receiver.received).toHaveLength(ALL);
    },
    ENOUGH_MS * 2,
  );
});

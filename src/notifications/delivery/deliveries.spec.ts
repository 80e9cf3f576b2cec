import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { describeWith } from '../../../test/support/describe-with.js';
import { soon, useChannel } from '../../../test/support/notifications/new-deliveries.js';
import { NotificationDatabase, type NotificationNode } from '../../../test/support/notifications/notification-database.js';
import { newId } from '../../common/index.js';
import { RelayRepository } from '../relay/relay.repository.js';
import { Retention } from '../work/retention.js';
import type { Delivery, NewDelivery, Outcome } from './channel.js';
import { DeliveryRepository } from './delivery.repository.js';

const CAN_BE_LATE = 60_000;
const NEVER = new Promise<Outcome>(() => undefined);
const delivered = (): Promise<Outcome> => Promise.resolve({ outcome: 'delivered', status: 200 });

/** To that target, of an event of its own. */
const to = (targetId: string, more: Partial<NewDelivery> = {}): NewDelivery => ({
  channel: 'webhook',
  targetId,
  eventId: newId(),
  kind: 'test',
  payload: { for: targetId },
  ...more,
});

const many = (count: number, targetId: string): NewDelivery[] => Array.from({ length: count }, () => to(targetId));

describeWith(['postgres'], 'deliveries, on PostgreSQL', () => {
  let here: NotificationDatabase;

  beforeAll(async () => {
    here = await NotificationDatabase.start();
  }, CAN_BE_LATE);
  afterEach(() => here.empty());
  afterAll(() => here.stop(), CAN_BE_LATE);

  function enqueue(node: NotificationNode, deliveries: readonly NewDelivery[]): Promise<void> {
    return node.database.transaction((tx) => node.deliveries.enqueue(tx, deliveries));
  }

  /** What stands in the log, by target. */
  async function statesOf(node: NotificationNode, targetId: string): Promise<string[]> {
    const rows = await node.database.query<{ state: string }>('SELECT state FROM deliveries WHERE target_id = $1 ORDER BY id', [
      targetId,
    ]);
    return rows.map(({ state }) => state);
  }

  /** The time of everything that waits, or is being tried, has come. */
  async function timePasses(node: NotificationNode): Promise<void> {
    await node.database.query(`UPDATE deliveries SET due_at = now(), claimed_until = NULL WHERE state = 'pending'`);
    node.deliveries.wake('webhook');
  }

  function recording(node: NotificationNode, send: (delivery: Delivery) => Promise<Outcome> = delivered): Delivery[] {
    const sent: Delivery[] = [];
    useChannel(node, (delivery) => {
      sent.push(delivery);
      return send(delivery);
    });
    return sent;
  }

  it('to a target that hangs hold up nobody else’s, however many wait for it', async () => {
    const node = await here.node();
    const sent = recording(node, ({ targetId }) => (targetId === 'hangs' ? NEVER : delivered()));
    await enqueue(node, many(600, 'hangs'));
    await soon(() => expect(sent).toHaveLength(2));
    const others = Array.from({ length: 30 }, (_, index) => `other-${String(index)}`);
    await enqueue(
      node,
      others.map((target) => to(target)),
    );

    await soon(async () => {
      for (const target of others) expect(await statesOf(node, target)).toEqual(['delivered']);
    });
    expect(sent.filter(({ targetId }) => targetId === 'hangs')).toHaveLength(2);
    expect(sent).toHaveLength(32);
  });

  it('to the many targets of one owner hold up nobody else’s when all of them hang', async () => {
    const node = await here.node();
    const sent = recording(node, ({ targetId }) => (targetId.startsWith('hangs') ? NEVER : delivered()));
    const hanging = Array.from({ length: 20 }, (_, index) => to(`hangs-${String(index)}`, { ownerId: 'ana' }));
    await enqueue(node, [...hanging, ...hanging.map((one) => ({ ...one, eventId: newId() }))]);
    await soon(() => expect(sent).toHaveLength(4));
    await enqueue(node, [to('phone', { ownerId: 'ben' }), to('laptop', { ownerId: 'ben' }), to('anybody')]);

    await soon(async () => {
      for (const target of ['phone', 'laptop', 'anybody']) expect(await statesOf(node, target)).toEqual(['delivered']);
    });
    expect(sent.filter(({ targetId }) => targetId.startsWith('hangs'))).toHaveLength(4);
  });

  it('to one owner go on as soon as one of them has got there', async () => {
    const node = await here.node();
    const ends: ((outcome: Outcome) => void)[] = [];
    const sent = recording(node, () => new Promise((resolve) => ends.push(resolve)));
    await enqueue(
      node,
      Array.from({ length: 6 }, (_, index) => to(`device-${String(index)}`, { ownerId: 'ana' })),
    );
    await soon(() => expect(sent).toHaveLength(4));
    ends[0]?.({ outcome: 'delivered' });
    await soon(() => expect(sent).toHaveLength(5));
    for (const end of ends) end({ outcome: 'delivered' });
    await soon(() => expect(sent).toHaveLength(6));
    ends[5]?.({ outcome: 'delivered' });
  });

  it('are found beyond any number of targets that hang', async () => {
    const node = await here.node();
    const repository = new DeliveryRepository(node.database);
    // So many that neither the oldest ones nor one walk reach what is looked for.
    const stuck = Array.from({ length: 300 }, (_, index) => `a-${String(index).padStart(3, '0')}`);
    await enqueue(
      node,
      stuck.flatMap((target) => many(3, target)),
    );
    await node.database.query(
      `UPDATE deliveries SET claimed_until = now() + interval '1 minute', due_at = now() + interval '1 minute'
       WHERE id IN (SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY target_id ORDER BY id) AS nth FROM deliveries) d WHERE nth < 3)`,
    );
    await enqueue(node, [to('z')]);
    const limits = { channel: 'webhook', atMost: 16, perTarget: 2, perOwner: 4, leaseMs: 30_000 } as const;
    const found: string[] = [];
    let after = '';
    for (let claims = 0; claims < 2; claims += 1) {
      const { claimed, next } = await repository.claim(limits, after);
      found.push(...claimed.map(({ targetId }) => targetId));
      after = next;
    }
    expect(found).toEqual(['z']);
    expect(after).toBe('');
  });

  it('are at most sixteen at once on a node', async () => {
    const node = await here.node();
    const sent = recording(node, () => NEVER);
    await enqueue(
      node,
      Array.from({ length: 20 }, (_, index) => to(String(index))),
    );
    await soon(() => expect(sent).toHaveLength(16));
    for (let times = 0; times < 3; times += 1) node.deliveries.wake('webhook');
    await node.database.query('SELECT pg_sleep(0.1)');
    expect(sent).toHaveLength(16);
  });

  it('are tried again under the same id, the later ones meanwhile', async () => {
    const node = await here.node();
    let isBack = false;
    const sent = recording(node, ({ payload }) =>
      payload === 'first' && !isBack ? Promise.reject(new Error('refused\0 by \ud800 somebody')) : delivered(),
    );
    await enqueue(node, [to('a', { payload: 'first' }), to('a', { payload: 'second' })]);
    await soon(async () => expect(await statesOf(node, 'a')).toEqual(['pending', 'delivered']));
    expect(
      await node.database.query(
        `SELECT attempts, last_error, extract(epoch FROM due_at - now()) BETWEEN 1 AND 6 AS soon FROM deliveries WHERE state = 'pending'`,
      ),
    ).toEqual([{ attempts: 1, last_error: 'refused by \ufffd somebody', soon: true }]);

    isBack = true;
    await timePasses(node);
    await soon(async () => expect(await statesOf(node, 'a')).toEqual(['delivered', 'delivered']));
    const first = sent.filter(({ payload }) => payload === 'first');
    expect(first.map(({ attempt }) => attempt)).toEqual([1, 2]);
    expect(new Set(first.map(({ id }) => id)).size).toBe(1);
  });

  it('die after their last attempt, or when the next would come too late', async () => {
    const node = await here.node();
    recording(node, () => Promise.resolve({ outcome: 'retry', error: 'Busy', status: 503 }));
    await enqueue(node, [to('tired'), to('hurried', { expiresAt: new Date(Date.now() + 2_000) })]);
    await soon(async () => expect(await statesOf(node, 'hurried')).toEqual(['dead']));
    await node.database.query(`UPDATE deliveries SET attempts = 11 WHERE target_id = 'tired'`);
    await timePasses(node);
    await soon(async () => expect(await statesOf(node, 'tired')).toEqual(['dead']));
    expect(
      await node.database.query(
        'SELECT attempts, last_status, last_error, finished_at IS NOT NULL AS finished FROM deliveries ORDER BY id',
      ),
    ).toEqual([
      { attempts: 12, last_status: 503, last_error: 'Busy', finished: true },
      { attempts: 1, last_status: 503, last_error: 'Busy', finished: true },
    ]);
  });

  it('are not sent when they have expired', async () => {
    const node = await here.node();
    const sent = recording(node);
    await enqueue(node, [to('late', { expiresAt: new Date(Date.now() - 1_000) }), to('timely')]);
    await soon(async () => expect(await statesOf(node, 'late')).toEqual(['dead']));
    await soon(async () => expect(await statesOf(node, 'timely')).toEqual(['delivered']));
    expect(sent.map(({ targetId }) => targetId)).toEqual(['timely']);
  });

  it('to a target that is gone all die', async () => {
    const node = await here.node();
    recording(node, ({ targetId }) =>
      targetId === 'gone' ? Promise.resolve({ outcome: 'gone', error: 'No such target', status: 410 }) : delivered(),
    );
    await enqueue(node, [...many(5, 'gone'), to('here')]);
    await soon(async () => expect(await statesOf(node, 'gone')).toEqual(Array(5).fill('dead')));
    await soon(async () => expect(await statesOf(node, 'here')).toEqual(['delivered']));
  });

  it('to a target that is gone die so many at a time, that a long queue takes no statement longer than it may', async () => {
    const node = await here.node();
    const repository = new DeliveryRepository(node.database);
    await enqueue(node, many(5, 'gone'));
    expect(await repository.buryOf('webhook', 'gone', 'No such target', 3)).toBe(3);
    expect((await statesOf(node, 'gone')).toSorted()).toEqual(['dead', 'dead', 'dead', 'pending', 'pending']);
    expect(await repository.buryOf('webhook', 'gone', 'No such target', 3)).toBe(2);
  });

  it('are written down by several at once without anybody waiting in a circle', async () => {
    const node = await here.node();
    const repository = new DeliveryRepository(node.database);
    const key = { channel: 'webhook', collapseKey: 'k' } as const;
    const targets = ['a', 'b'];
    await enqueue(
      node,
      targets.map((target) => to(target, key)),
    );
    // Among so many that each row is looked up, in the order in which it was named.
    await enqueue(node, many(3_000, 'other'));
    await node.database.query('ANALYZE deliveries');
    const rows = await node.database.query<Delivery>(
      'SELECT id, target_id AS "targetId" FROM deliveries WHERE target_id = ANY($1) ORDER BY id',
      [targets],
    );
    const inTurn = rows.toReversed();
    let letGo: () => void = () => undefined;
    const isLetGo = new Promise<void>((resolve) => (letGo = resolve));
    let holding: Promise<void> = Promise.resolve();
    await new Promise<void>((isHeld) => {
      holding = node.database.transaction(async (tx) => {
        await tx.query('SELECT FROM deliveries WHERE id = $1 FOR UPDATE', [inTurn[0]!.id]);
        isHeld();
        await isLetGo;
      });
    });
    const waiting = (count: number) =>
      soon(async () => {
        const locks = `SELECT DISTINCT pid FROM pg_locks WHERE NOT granted`;
        expect(await node.database.query(locks)).toHaveLength(count);
      });

    const arrived = Promise.all(inTurn.map((delivery) => repository.delivered(delivery, 200)));
    await waiting(1);
    const others = targets.map((targetId) => ({ ...key, targetId }));
    const withdrawn = node.database.transaction((tx) => repository.withdraw(tx, others));
    await waiting(2);
    letGo();
    await Promise.all([holding, arrived, withdrawn]);
    for (const target of targets) expect(await statesOf(node, target)).toEqual(['delivered']);
  });

  it('give way to later ones under their key, and can be withdrawn', async () => {
    const node = await here.node();
    const key = { collapseKey: 'call:1' };
    await enqueue(node, [to('a', key), to('b', key), to('a')]);
    await enqueue(node, [to('a', key)]);
    expect(await statesOf(node, 'a')).toEqual(['withdrawn', 'pending', 'pending']);
    expect(await statesOf(node, 'b')).toEqual(['pending']);

    await node.database.transaction((tx) => node.deliveries.withdraw(tx, [{ channel: 'webhook', targetId: 'a', ...key }]));
    const sent = recording(node);
    node.deliveries.wake('webhook');
    await soon(async () => expect(await statesOf(node, 'a')).toEqual(['withdrawn', 'delivered', 'withdrawn']));
    await soon(async () => expect(await statesOf(node, 'b')).toEqual(['delivered']));
    expect(sent).toHaveLength(2);
  });

  it('of one event to one target are one', async () => {
    const node = await here.node();
    const sent = recording(node);
    const twice = to('a');
    await enqueue(node, [twice, twice]);
    await enqueue(node, [twice, to('b', { eventId: twice.eventId })]);
    await soon(async () => expect(await statesOf(node, 'b')).toEqual(['delivered']));
    expect(sent.map(({ targetId }) => targetId).sort()).toEqual(['a', 'b']);
  });

  it('that run when a node is stopped are given back, and go on elsewhere under the same id', async () => {
    const [one, other] = [await here.node(), await here.node()];
    const sent = recording(one, () => NEVER);
    await enqueue(one, [to('a')]);
    await soon(() => expect(sent).toHaveLength(1));
    await one.deliveries.stop(50);
    await enqueue(one, [to('a')]);

    const sentByOther = recording(other);
    other.deliveries.wake('webhook');
    await soon(async () => expect(await statesOf(other, 'a')).toEqual(['delivered', 'delivered']));
    expect(sentByOther[0]?.id).toBe(sent[0]?.id);
    expect(sent).toHaveLength(1);
  });

  it('that nobody has to do are found by the look of any node', async () => {
    const [one, other] = [await here.node(), await here.node()];
    await enqueue(one, [to('a')]);
    const sent = recording(other);
    other.start();
    await soon(() => expect(sent).toHaveLength(1));
  });

  it('are forgotten in time, the dead last', async () => {
    const node = await here.node();
    const retention = new Retention(new DeliveryRepository(node.database), new RelayRepository(node.database));
    const old = async (targetId: string, state: string, days: number) => {
      await enqueue(node, [to(targetId)]);
      await node.database.query(
        `UPDATE deliveries SET state = $2, finished_at = now() - $3 * interval '1 day' WHERE target_id = $1`,
        [targetId, state, days],
      );
    };
    await old('delivered long ago', 'delivered', 4);
    await old('delivered lately', 'delivered', 2);
    await old('dead for long', 'dead', 15);
    await old('dead lately', 'dead', 13);
    await enqueue(node, [to('nobody', { channel: 'fcm' })]);
    await node.database.query(`UPDATE deliveries SET due_at = now() - interval '8 days' WHERE target_id = 'nobody'`);
    await retention.sweep();
    expect(await statesOf(node, 'nobody')).toEqual(['dead']);
    const rows = await node.database.query<{ target: string }>('SELECT target_id AS target FROM deliveries ORDER BY id');
    expect(rows.map(({ target }) => target)).toEqual(['delivered lately', 'dead lately', 'nobody']);
  });
});

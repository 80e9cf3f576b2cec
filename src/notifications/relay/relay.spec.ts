import { afterAll, afterEach, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import { describeWith } from '../../../test/support/describe-with.js';
import { NotificationDatabase, type NotificationNode } from '../../../test/support/notifications/notification-database.js';
import { eventually } from '../../../test/support/wait.js';
import type { OutboxEvent } from '../../common/index.js';
import { DueRepository } from '../work/due.repository.js';
import { ENOUGH_MS, newDeliveries, soon } from '../../../test/support/notifications/new-deliveries.js';

const CAN_BE_LATE = 60_000;

const answered = (callId: string | number): OutboxEvent => ({
  name: 'call.answered',
  data: { callId: String(callId), calleeIds: [] },
});

describeWith(['postgres'], 'the relay, on PostgreSQL', () => {
  let here: NotificationDatabase;

  beforeAll(async () => {
    here = await NotificationDatabase.start();
    const node = await here.node();
    // What a consumer does stands in the database, as what it decides does.
    await node.database.query('CREATE TABLE public.told (n bigserial, consumer text, call_id text)');
  }, CAN_BE_LATE);
  beforeEach(async () => {
    const node = await here.node();
    await node.database.query('TRUNCATE public.told');
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await here.empty();
  });
  afterAll(() => here.stop(), CAN_BE_LATE);

  function append(node: NotificationNode, events: readonly OutboxEvent[]): Promise<void> {
    return node.database.transaction((tx) => node.outbox.append(tx, events));
  }

  /** Writes down what it is told, and fails where it is told of `poison`. */
  function consumeAs(node: NotificationNode, consumer: string, poison?: string): void {
    node.relay.consume(['call.answered'], async (tx, events) => {
      for (const { data } of events) {
        await tx.query('INSERT INTO public.told (consumer, call_id) VALUES ($1, $2)', [consumer, data.callId]);
        if (data.callId === poison) throw new Error('It can’t be taken');
      }
    });
    node.start();
  }

  async function toldTo(node: NotificationNode, consumer: string): Promise<string[]> {
    const rows = await node.database.query<{ id: string }>(
      'SELECT call_id AS id FROM public.told WHERE consumer = $1 ORDER BY n',
      [consumer],
    );
    return rows.map(({ id }) => id);
  }

  it('hands events on in their order, and what comes of them is sent, without anybody looking for it', async () => {
    jest.spyOn(DueRepository.prototype, 'look').mockResolvedValue({ events: false, channels: [] });
    const node = await here.node();
    const { sent } = newDeliveries(node);
    await append(node, ['1', '2', '3'].map(answered));

    await soon(async () => {
      expect(sent.map(({ payload }) => payload)).toEqual(['1', '2', '3']);
      expect(await node.database.query('SELECT state, last_status, attempts, claimed_until FROM deliveries')).toEqual(
        [1, 2, 3].map(() => ({ state: 'delivered', last_status: 204, attempts: 1, claimed_until: null })),
      );
    });
    expect(await node.database.query('SELECT * FROM outbox')).toEqual([]);
  });

  it('hands nothing on before all parts of its node are there', async () => {
    const node = await here.node();
    await append(node, [answered('early')]);
    consumeAs(node, 'a');
    consumeAs(node, 'b');
    for (const consumer of ['a', 'b']) await soon(async () => expect(await toldTo(node, consumer)).toEqual(['early']));
  });

  it('knows nothing of what was undone', async () => {
    const node = await here.node();
    consumeAs(node, 'a');
    const undone = node.database.transaction(async (tx) => {
      await node.outbox.append(tx, [answered('undone')]);
      throw new Error('After all not');
    });
    await expect(undone).rejects.toThrow('After all not');
    await append(node, [answered('done')]);

    await soon(async () => expect(await toldTo(node, 'a')).toEqual(['done']));
  });

  it('leaves out what nobody wants', async () => {
    const node = await here.node();
    node.outbox.setWanted([]);
    await append(node, [answered('unwanted')]);
    node.outbox.setWanted(['call.answered']);
    await append(node, [answered('wanted')]);

    expect(await node.database.query(`SELECT data->>'callId' AS id FROM outbox`)).toEqual([{ id: 'wanted' }]);
  });

  it('tells each consumer of each event once and in order, however many nodes hand them on', async () => {
    const nodes = [await here.node(), await here.node()];
    for (const node of nodes) for (const consumer of ['a', 'b']) consumeAs(node, consumer);
    const ids = Array.from({ length: 1_000 }, (_, index) => String(index));
    for (let from = 0; from < ids.length; from += 10) {
      const node = nodes[(from / 10) % 2];
      await append(node!, ids.slice(from, from + 10).map(answered));
    }

    await soon(async () => {
      expect(await nodes[0]?.database.query('SELECT FROM outbox')).toEqual([]);
    });
    for (const consumer of ['a', 'b']) expect(await toldTo(nodes[0]!, consumer)).toEqual(ids);
  }, 30_000);

  it('does not let one that can’t be taken hold up the others, and keeps it as dead after its last attempt', async () => {
    const node = await here.node();
    consumeAs(node, 'a', 'poison');
    await append(node, ['1', 'poison', '2'].map(answered));
    await soon(async () => expect(await toldTo(node, 'a')).toEqual(['1', '2']));

    await node.database.query('UPDATE outbox SET attempts = 9, due_at = now()');
    await append(node, [answered('3')]);
    await eventually(async () => {
      expect(await node.database.query(`SELECT state, attempts, last_error, data->>'callId' AS id FROM outbox`)).toEqual([
        { state: 'dead', attempts: 10, last_error: 'It can’t be taken', id: 'poison' },
      ]);
    });
    expect(await toldTo(node, 'a')).toEqual(['1', '2', '3']);
  });

  it('holds nothing against one but what its consumers say, keeps its place when the database has no time, and gives it up never', async () => {
    const node = await here.node();
    let busyFor = 2;
    node.relay.consume(['call.answered'], async (tx) => {
      busyFor -= 1;
      if (busyFor >= 0) await tx.query(`DO $$ BEGIN RAISE EXCEPTION 'no time' USING ERRCODE = '57014'; END $$`);
    });
    consumeAs(node, 'a');
    await append(node, ['1', '2'].map(answered));
    await soon(async () => expect(await toldTo(node, 'a')).toEqual(['1', '2']));

    busyFor = Infinity;
    await append(node, [answered('3')]);
    await node.database.query('UPDATE outbox SET attempts = 9');
    const isTriedAgain = async () => {
      const rows = await node.database.query(`SELECT state, attempts, due_at > now() AS late FROM outbox`);
      expect(rows).toEqual([{ state: 'pending', attempts: 9, late: true }]);
    };
    await soon(isTriedAgain);
    busyFor = 0;
    await node.database.query('UPDATE outbox SET due_at = now()');
    await soon(async () => expect(await toldTo(node, 'a')).toEqual(['1', '2', '3']));
  });

  it('counts an attempt once, however many nodes fail at the same moment', async () => {
    const nodes = [await here.node(), await here.node(), await here.node()];
    let failures = 0;
    for (const node of nodes) {
      node.relay.consume(['call.answered'], (): Promise<void> => {
        failures += 1;
        return Promise.reject(new Error('Not now'));
      });
    }
    await append(nodes[0]!, [answered('1')]);
    await Promise.all(nodes.map((node) => node.relay.relayBatch()));

    expect(failures).toBeGreaterThanOrEqual(2);
    expect(await nodes[0]?.database.query('SELECT state, attempts FROM outbox')).toEqual([{ state: 'pending', attempts: 1 }]);
  });

  it('does what follows after the commit, once, and what fails then changes nothing', async () => {
    const node = await here.node();
    const seen: number[] = [];
    node.relay.consume(['call.answered'], (_, events) =>
      Promise.resolve(async () => {
        const left = await node.database.query('SELECT FROM outbox');
        seen.push(events.length, left.length);
        throw new Error('Too late');
      }),
    );
    node.start();
    await append(node, ['1', '2'].map(answered));
    await soon(() => expect(seen).toEqual([2, 0]));
  });

  it('goes on when the database is back', async () => {
    const node = await here.node();
    consumeAs(node, 'a');
    await append(node, [answered('before')]);
    await soon(async () => expect(await toldTo(node, 'a')).toEqual(['before']));
    await here.postgres.stop();
    await expect(append(node, [answered('meanwhile')])).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await here.postgres.restart();

    // As another node would, which wakes nobody here.
    await eventually(
      () =>
        node.database.query(
          `INSERT INTO outbox (id, name, data) VALUES (gen_random_uuid(), 'call.answered', '{"callId": "after", "calleeIds": []}')`,
        ),
      ENOUGH_MS,
    );
    await soon(async () => expect(await toldTo(node, 'a')).toEqual(['before', 'after']));
  }, 30_000);
});

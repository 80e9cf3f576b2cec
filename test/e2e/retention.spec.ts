import { afterAll, afterEach, expect, it } from '@jest/globals';
import { closeAll, connectLyceum } from '../contract/lyceum/lyceum-client.js';
import { newPerson, refOf, roomOf, say, type Person } from '../contract/lyceum/shapes.js';
import { ROOMY, START_MS } from '../contract/settings.js';
import { describeWith } from '../support/describe-with.js';
import { dataOf } from '../support/expect-frames.js';
import { startGateway, type Gateway } from '../support/gateway.js';
import type { JsonObject } from '../support/inbox.js';
import { createDatabase, query } from '../support/postgres.js';
import { eventually } from '../support/wait.js';

const seqs = (messages: unknown): unknown[] => (messages as JsonObject[]).map(({ seq }) => seq);

describeWith(['postgres'], 'retention', () => {
  let gateway: Gateway | undefined;

  afterEach(closeAll);
  afterAll(() => gateway?.stop());

  it(
    'removes old messages: history has less, sync says reset before the gap, numbers go on',
    async () => {
      const database = await createDatabase();
      gateway = await startGateway({ database, env: { ...ROOMY } });
      let ana = await newPerson(gateway, 'websocket');
      const [old, young] = [await roomOf(ana), await roomOf(ana)];
      const said: JsonObject[] = [];
      for (const text of ['one', 'two', 'three', 'four']) said.push(await say(ana, old, text));
      const answer = await say(ana, old, 'five', { replyTo: said[0]?.id });
      const kept = await say(ana, young, 'one');
      await ana.client.close();
      await gateway.stop();
      await query(database, `UPDATE lyceum.messages SET created_at = now() - interval '8 days' WHERE room_id = $1 AND seq <= 3`, [
        old.id,
      ]);

      await gateway.restart({ RETENTION_DAYS: 'session:7,group:7' });
      ana = { ...ana, client: await connectLyceum(gateway, 'websocket', ana.token) };
      await eventually(async () => {
        expect(seqs((await history(ana, old)).messages)).toEqual([4, 5]);
      }, 20_000);

      expect(await history(ana, old)).toEqual({ messages: [said[3], answer], hasMore: false });
      expect(await sync(ana, old, 0)).toEqual({ room: refOf(old), changes: [], lastSeq: 5, more: false, reset: true });
      expect(await sync(ana, old, 2)).toMatchObject({ changes: [], lastSeq: 5, reset: true });
      expect(await sync(ana, old, 3)).toEqual({ room: refOf(old), changes: [said[3], answer], lastSeq: 5, more: false });
      expect(await sync(ana, old, 5)).toEqual({ room: refOf(old), changes: [], lastSeq: 5, more: false });
      expect(await sync(ana, young, 0)).toEqual({ room: refOf(young), changes: [kept], lastSeq: 1, more: false });
      expect(await say(ana, old, 'six')).toMatchObject({ seq: 6 });
    },
    START_MS + 40_000,
  );
});

async function history({ client }: Person, { id }: JsonObject): Promise<JsonObject> {
  return dataOf(await client.request('chat:history', { room: { id } }));
}

async function sync({ client }: Person, { id }: JsonObject, afterSeq: number): Promise<unknown> {
  const { rooms } = dataOf(await client.request('chat:sync', { rooms: [{ room: { id }, afterSeq }] }));
  return (rooms as unknown[])[0];
}

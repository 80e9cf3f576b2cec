import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { closeAll, connectLyceum, type LyceumClient, type Way } from '../contract/lyceum/lyceum-client.js';
import { describeWith } from '../support/describe-with.js';
import { dataOf } from '../support/expect-frames.js';
import { startGateway, type Gateway } from '../support/gateway.js';
import { startPostgres, type Postgres } from '../support/postgres.js';
import { startRedis, type Redis } from '../support/redis.js';
import { appToken, newId } from '../support/tokens.js';
import { becomes } from './nodes.js';
import { CLUSTER_ENV } from './people.js';

const TIMEOUT_MS = 120_000;
const LATE_MS = 5_000;

describeWith(['postgres', 'redis'], 'marks and what is unread, on two nodes', () => {
  let postgres: Postgres;
  let redis: Redis;
  let nodes: [Gateway, Gateway];

  beforeAll(async () => {
    [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
    const database = await postgres.createDatabase();
    const env = { ...CLUSTER_ENV, RATE_READ_PER_SECOND: '1000', REDIS_URL: redis.url };
    nodes = await Promise.all([startGateway({ database, env }), startGateway({ database, env })]);
    await Promise.all(nodes.map((node) => becomes(node, 'ready')));
  }, TIMEOUT_MS);
  afterEach(closeAll);
  afterAll(async () => {
    await Promise.all(nodes.map((node) => node.stop()));
    await Promise.all([postgres.stop(), redis.stop()]);
  }, TIMEOUT_MS);

  const connect = (node: 0 | 1, way: Way, name: string): Promise<LyceumClient> =>
    connectLyceum(nodes[node], way, appToken({ sub: name, name }));

  it(
    'what is said on one changes the badge on the other, and reading on one clears it there',
    async () => {
      const [key, anaId, benId] = [newId('room'), newId('ana'), newId('ben')];
      const [ana, ben, phone] = [
        await connect(0, 'websocket', anaId),
        await connect(0, 'websocket', benId),
        await connect(1, 'raw', benId),
      ];
      for (const client of [ana, ben]) dataOf(await client.request('rooms:join', { key, create: true }));
      const room = { key };

      for (const text of ['one', 'two', 'three']) dataOf(await ana.request('chat:send', { room, text, mentions: [benId] }));
      expect(await phone.fact('chat:unread', { unread: 3 }, LATE_MS)).toMatchObject({ mentions: 3, lastSeq: 3, readSeq: 0 });

      dataOf(await ben.request('chat:read', { room, seq: 3 }));
      expect(await phone.fact('chat:unread', { unread: 0 }, LATE_MS)).toMatchObject({ mentions: 0, lastSeq: 3, readSeq: 3 });
      expect(await ben.fact('chat:unread', {}, LATE_MS)).toMatchObject({ unread: 0, readSeq: 3 });
      expect(ben.heard('chat:unread').every(({ readSeq }) => readSeq === 3)).toBe(true);
    },
    TIMEOUT_MS,
  );

  it(
    'receipts of a person who reads on both lead to where the person is',
    async () => {
      const [key, anaId, benId] = [newId('room'), newId('ana'), newId('ben')];
      const [ana, ben, phone] = [
        await connect(1, 'raw', anaId),
        await connect(0, 'websocket', benId),
        await connect(1, 'websocket', benId),
      ];
      for (const client of [ana, ben, phone]) dataOf(await client.request('rooms:join', { key, create: true }));
      const room = { key };
      for (let number = 1; number <= 40; number += 1) dataOf(await ana.request('chat:send', { room, text: `number ${number}` }));

      for (let seq = 1; seq <= 40; seq += 1) dataOf(await (seq % 2 === 0 ? ben : phone).request('chat:read', { room, seq }));

      await ana.fact('chat:receipt', { readSeq: 40, deliveredSeq: 40 }, LATE_MS);
      const marks = ana.heard('chat:receipt').map(({ readSeq }) => Number(readSeq));
      expect(Math.max(...marks)).toBe(40);
      // The first of each node, one for each second after it, however many marks moved.
      expect(marks.length).toBeLessThan(40);
      for (const client of [ben, phone]) {
        const { rooms } = dataOf(await client.request('chat:unread', { room })) as { rooms: object[] };
        expect(rooms).toMatchObject([{ unread: 0, readSeq: 40, deliveredSeq: 40 }]);
      }
    },
    TIMEOUT_MS,
  );
});

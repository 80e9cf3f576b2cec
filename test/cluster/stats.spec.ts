import { afterEach, beforeAll, expect, it } from '@jest/globals';
import { newLogin } from '../contract/accounts/logins.js';
import { Supervisor } from '../contract/administration/supervising.js';
import { closeAll, connectLyceum } from '../contract/lyceum/lyceum-client.js';
import { newUsername } from '../support/accounts.js';
import { describeWith } from '../support/describe-with.js';
import { dataOf } from '../support/expect-frames.js';
import type { JsonObject } from '../support/inbox.js';
import { eventually } from '../support/wait.js';
import { twoNodes } from './nodes.js';
import { CLUSTER_ENV } from './people.js';

const TIMEOUT_MS = 120_000;
/** Two looks of each node, and a busy machine. */
const TOLD_MS = 20_000;
const ADMIN = newUsername('root');

describeWith(['postgres', 'redis'], 'live numbers of two nodes', () => {
  const env = { RATE_REGISTRATIONS_PER_HOUR: '1000', RATE_READ_PER_SECOND: '1000', ADMIN_USERNAMES: ADMIN };
  const nodes = twoNodes({ ...CLUSTER_ENV, ...env }, TIMEOUT_MS);
  let token: string;

  beforeAll(async () => {
    ({ token } = await newLogin(nodes.one, ADMIN));
  }, TIMEOUT_MS);
  afterEach(closeAll);

  it(
    'are the same whoever is asked: each node by itself, and all together',
    async () => {
      const ana = await connectLyceum(nodes.one, 'websocket', (await newLogin(nodes.one)).token);
      await connectLyceum(nodes.two, 'raw', (await newLogin(nodes.two)).token);
      const { id } = dataOf(await ana.request('rooms:create', { title: 'Counted' })) as { id: string };
      dataOf(await ana.request('rooms:join', { id }));

      const namesSeenFrom = await Promise.all(
        [nodes.one, nodes.two].map((node) =>
          eventually(async () => {
            const { status, body } = await new Supervisor(node, token).get('/stats');
            expect({ status, body }).toMatchObject({
              status: 200,
              body: { cluster: 'connected', peopleOnline: 2, roomsInUse: 1 },
            });
            const seen = body.nodes as JsonObject[];
            const shares = seen.flatMap(({ connections }) => connections as JsonObject[]);
            expect(shares.map(({ transport }) => transport as string).toSorted()).toEqual(['raw', 'websocket']);
            expect(seen[0]!.node).toBe(body.node);
            return seen.map(({ node: name }) => name as string);
          }, TOLD_MS),
        ),
      );

      expect(namesSeenFrom[0]!.toSorted()).toEqual(namesSeenFrom[1]!.toSorted());
      expect(namesSeenFrom[0]![0]).not.toBe(namesSeenFrom[1]![0]);
      await eventually(async () => {
        const { points } = (await new Supervisor(nodes.two, token).get('/stats/history')).body as { points: JsonObject[] };
        expect(points.at(-1)).toMatchObject({ connections: 2, peopleOnline: 2, roomsInUse: 1 });
      }, TOLD_MS);
    },
    TIMEOUT_MS,
  );

  it(
    'and an administrator on one node disconnects somebody on the other',
    async () => {
      const ana = await newLogin(nodes.two);
      const client = await connectLyceum(nodes.two, 'websocket', ana.token);

      expect((await new Supervisor(nodes.one, token).post(`/users/${ana.id}/disconnect`)).status).toBe(204);

      await client.closed;
    },
    TIMEOUT_MS,
  );
});

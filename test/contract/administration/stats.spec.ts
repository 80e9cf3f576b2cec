import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newUsername } from '../../support/accounts.js';
import { aNumber, aString, aTime, dataOf } from '../../support/expect-frames.js';
import { startGateway, type Gateway } from '../../support/gateway.js';
import type { JsonObject } from '../../support/inbox.js';
import { eventually } from '../../support/wait.js';
import { newLogin } from '../accounts/logins.js';
import { closeAll, connectLyceum, type LyceumClient } from '../lyceum/lyceum-client.js';
import { ROOMY, START_MS } from '../settings.js';
import { Supervisor } from './supervising.js';

/** Two looks of the gateway at its counters, and a busy machine. */
const LOOKS_MS = 20_000;

/** Whether there were commands before the first look is chance. */
const A_NUMBER_OR_NONE: unknown = { asymmetricMatch: (value: unknown) => value === null || typeof value === 'number' };

describe('live numbers', () => {
  const adminName = newUsername('root');
  let gateway: Gateway;
  let client: LyceumClient;
  let supervisor: Supervisor;

  beforeAll(async () => {
    gateway = await startGateway({ env: { ...ROOMY, RATE_READ_PER_SECOND: '1000', ADMIN_USERNAMES: adminName } });
    supervisor = new Supervisor(gateway, (await newLogin(gateway, adminName)).token);
    client = await connectLyceum(gateway, 'raw', (await newLogin(gateway)).token);
  }, START_MS);
  afterAll(async () => {
    await closeAll();
    await gateway.stop();
  });

  it('tell how the node is, and who is there', async () => {
    const { id } = dataOf(await client.request('rooms:create', { title: 'Counted' })) as { id: string };
    dataOf(await client.request('rooms:join', { id }));

    const { status, body } = await supervisor.get('/stats');

    expect(status).toBe(200);
    expect(body).toEqual({
      at: aTime,
      node: aString,
      cluster: 'single',
      nodes: [
        {
          node: body.node,
          host: aString,
          version: aString,
          at: aTime,
          uptimeSeconds: aNumber,
          connections: [{ dialect: 'lyceum', transport: 'raw', open: 1 }],
          messagesPerSecond: aNumber,
          commandsPerSecond: aNumber,
          deliveriesPerSecond: aNumber,
          commandP50Ms: A_NUMBER_OR_NONE,
          commandP99Ms: A_NUMBER_OR_NONE,
          eventLoopLagMs: aNumber,
          residentBytes: aNumber,
          heapUsedBytes: aNumber,
          databaseConnections: aNumber,
          databaseIdle: aNumber,
          databaseWaiting: aNumber,
          outboundQueuedBytes: 0,
        },
      ],
      peopleOnline: 1,
      roomsInUse: 1,
      activeCalls: 0,
      availableMentors: 0,
      helpWaiting: 0,
      helpActive: 0,
      outboxPending: aNumber,
      outboxDead: 0,
      outboxOldestSeconds: aNumber,
    });
  });

  it('count what is said and asked, and remember it', async () => {
    const { id } = dataOf(await client.request('rooms:create', { title: 'Talk' })) as { id: string };
    dataOf(await client.request('rooms:join', { id }));

    const [node] = await eventually(async () => {
      dataOf(await client.request('chat:send', { room: { id }, text: 'Hello' }));
      const nodes = (await supervisor.get('/stats')).body.nodes as JsonObject[];
      expect(nodes[0]!.messagesPerSecond).toBeGreaterThan(0);
      return nodes;
    }, LOOKS_MS);
    expect(node!.commandsPerSecond).toBeGreaterThanOrEqual(node!.messagesPerSecond as number);
    expect(node!.commandP99Ms).toBeGreaterThanOrEqual(node!.commandP50Ms as number);

    const points = await eventually(async () => {
      const { status, body } = await supervisor.get('/stats/history');
      expect({ status, body }).toEqual({ status: 200, body: { node: aString, everySeconds: 5, points: expect.any(Array) } });
      expect((body.points as JsonObject[]).length).toBeGreaterThan(1);
      return body.points as JsonObject[];
    }, LOOKS_MS);
    expect(points.at(-1)).toEqual({
      at: aTime,
      connections: 1,
      peopleOnline: 1,
      roomsInUse: aNumber,
      messagesPerSecond: aNumber,
      commandP50Ms: A_NUMBER_OR_NONE,
      commandP99Ms: A_NUMBER_OR_NONE,
      eventLoopLagMs: aNumber,
      residentBytes: aNumber,
      outboundQueuedBytes: aNumber,
    });
    expect(points.map(({ at }) => at)).toEqual(points.map(({ at }) => at as string).toSorted());
  });

  it('count those who need help', async () => {
    dataOf(await client.request('help:request', { subject: 'Greek' }));

    await eventually(async () => {
      expect((await supervisor.get('/stats')).body).toMatchObject({ helpWaiting: 1, helpActive: 0 });
    }, LOOKS_MS);
  });
});

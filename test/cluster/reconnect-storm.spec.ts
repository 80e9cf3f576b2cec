import { afterEach, beforeAll, expect, it } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';
import { describeWith } from '../support/describe-with.js';
import type { Gateway } from '../support/gateway.js';
import { TallyClient } from '../support/tally-client.js';
import { appToken, newId } from '../support/tokens.js';
import { twoNodes } from './nodes.js';

/** `RECONNECT_STORM=5000` runs it at the size that is promised, and holds it to the promised time. */
const PROMISED = Number(process.env.RECONNECT_STORM ?? 0);
const PEOPLE = PROMISED || 1_000;
const BACK_MS = PROMISED > 0 ? 15_000 : 60_000;
const TIMEOUT_MS = 180_000;
const AT_ONCE = 100;
/** As Socket.IO's clients wait by default: a second and then twice as long up to five, each half shorter to half longer. */
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 5_000;

const env = {
  MAX_CONNECTIONS_PER_ADDRESS: '20000',
  MAX_UNAUTHENTICATED_PER_ADDRESS: '20000',
  PRESENCE_GRACE_MS: '2000',
};

describeWith(['postgres', 'redis'], `${PEOPLE} clients of a node that dies`, () => {
  const nodes = twoNodes(env, TIMEOUT_MS);
  const tokens = Array.from({ length: PEOPLE }, () => appToken({ sub: newId('p'), name: 'Somebody' }));
  let survivor: Gateway;
  let pid: number;

  beforeAll(() => {
    survivor = nodes.two;
    pid = survivor.pid;
  });
  afterEach(() => {
    TallyClient.closeAll();
  });

  const come = async (node: Gateway, token: string): Promise<TallyClient> => {
    const client = new TallyClient(node, { token, dialect: 'lyceum' });
    await client.first('hello');
    return client;
  };
  const comeBack = async (token: string): Promise<TallyClient> => {
    for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS)) {
      await delay(waitMs * (0.5 + Math.random()));
      const client = await come(survivor, token).catch(() => undefined);
      if (client !== undefined) return client;
    }
  };

  it(
    'are all back on the other one, which answers them all',
    async () => {
      const waiting = [...tokens];
      const clients: { token: string; client: TallyClient }[] = [];
      const fill = async (): Promise<void> => {
        for (let token = waiting.pop(); token !== undefined; token = waiting.pop()) {
          clients.push({ token, client: await come(nodes.one, token) });
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, fill));

      const returned = Promise.all(clients.map(({ token, client }) => client.ended.catch(() => comeBack(token))));
      const dropped = Date.now();
      await nodes.one.kill();
      const back = await returned;

      const tookMs = Date.now() - dropped;
      process.stderr.write(PROMISED > 0 ? `${PEOPLE} clients were back within ${tookMs} ms\n` : '');
      expect(tookMs).toBeLessThan(BACK_MS);
      for (const client of back) expect(await client.ask('auth:me', {})).toMatchObject({ ok: true });
      expect(survivor.pid).toBe(pid);
      expect(() => process.kill(pid, 0)).not.toThrow();
    },
    TIMEOUT_MS,
  );
});

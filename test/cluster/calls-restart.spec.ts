import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { ANSWER, CALLING, currentOf, historyOf, OFFER, ring, signal, talk } from '../contract/lyceum/calls/calling.js';
import { closeAll, connectLyceum } from '../contract/lyceum/lyceum-client.js';
import { newPerson, roomOf, type Person } from '../contract/lyceum/shapes.js';
import { describeWith } from '../support/describe-with.js';
import { dataOf } from '../support/expect-frames.js';
import { startGateway, type Gateway } from '../support/gateway.js';
import { startPostgres, type Postgres } from '../support/postgres.js';
import { eventually } from '../support/wait.js';
import { CLUSTER_ENV, oneTo } from './people.js';

const TIMEOUT_MS = 120_000;
const ACROSS_MS = 5_000;
/** Until a node that was killed is known to be gone, and the grace is over. */
const GONE_MS = 60_000;
const ENV = { ...CLUSTER_ENV, ...CALLING, CALL_GRACE_SECONDS: '8', CALL_RING_SECONDS: '6' };

describeWith(['postgres'], 'calls over a restart', () => {
  let postgres: Postgres;
  let node: Gateway;

  beforeAll(async () => {
    postgres = await startPostgres();
    node = await startGateway({ database: await postgres.createDatabase(), env: ENV });
  }, TIMEOUT_MS);
  afterEach(closeAll);
  afterAll(async () => {
    await node.stop();
    await postgres.stop();
  }, TIMEOUT_MS);

  it(
    'kill -9: what rang was not answered, who returns goes on, and who does not is lost',
    async () => {
      const [ana, ben, cid, dan, eve, fay] = (await Promise.all(oneTo(6).map(() => newPerson(node, 'websocket')))) as [
        Person,
        Person,
        Person,
        Person,
        Person,
        Person,
      ];
      const rings = await ring(ana, ben);
      const goesOn = await talk(cid, dan);
      const isLost = await talk(eve, fay);
      await node.kill();
      await node.restart();

      const [c, d] = [await connectLyceum(node, 'websocket', cid.token), await connectLyceum(node, 'raw', dan.token)];
      dataOf(await signal({ client: c }, goesOn, 'offer', OFFER));
      await d.fact('calls:signal', { data: OFFER }, ACROSS_MS);
      dataOf(await signal({ client: d }, goesOn, 'answer', ANSWER));
      await c.fact('calls:signal', { data: ANSWER }, ACROSS_MS);

      const callee = await connectLyceum(node, 'websocket', ben.token);
      await eventually(async () => {
        expect(await historyOf({ client: callee })).toMatchObject([{ id: rings.id, endReason: 'no_answer', endedBy: null }]);
      }, GONE_MS);
      const left = await connectLyceum(node, 'websocket', eve.token);
      await eventually(async () => {
        expect(await historyOf({ client: left })).toMatchObject([{ id: isLost.id, endReason: 'connection_lost', endedBy: null }]);
      }, GONE_MS);
      expect(await currentOf({ client: d })).toMatchObject([{ id: goesOn.id, state: 'active' }]);
    },
    TIMEOUT_MS,
  );

  it(
    'kill -9: a room’s call to which nobody had come yet is over when its caller does not return',
    async () => {
      const [ana, ben] = [await newPerson(node, 'websocket'), await newPerson(node, 'websocket')];
      const room = await roomOf(ana, ben);
      dataOf(await ana.client.request('calls:start', { room: { id: room.id }, kind: 'audio' }));
      await node.kill();
      await node.restart();

      const client = await connectLyceum(node, 'websocket', ben.token);
      await eventually(async () => {
        expect(await ring({ client }, ana)).toMatchObject({ endReason: 'unreachable' });
      }, GONE_MS);
    },
    TIMEOUT_MS,
  );
});

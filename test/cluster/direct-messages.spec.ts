import { afterEach, beforeAll, expect, it } from '@jest/globals';
import {
  appPerson,
  connectDirect,
  newDirect,
  received,
  settled,
  type DirectPerson,
} from '../contract/direct-messages/direct-client.js';
import { closeAll } from '../contract/lyceum/lyceum-client.js';
import { describeWith } from '../support/describe-with.js';
import type { Gateway } from '../support/gateway.js';
import { NEXTAUTH_SECRET } from '../support/next-auth-tokens.js';
import { eventually } from '../support/wait.js';
import { twoNodes } from './nodes.js';
import { CLUSTER_ENV, oneTo } from './people.js';

const TIMEOUT_MS = 120_000;
/** For hundreds of messages, on a machine that is busy with other tests. */
const BUSY_MS = 30_000;

describeWith(['postgres', 'redis'], 'direct messages between two nodes', () => {
  const nodes = twoNodes({ ...CLUSTER_ENV, NEXTAUTH_SECRET }, TIMEOUT_MS);
  let one: Gateway;
  let two: Gateway;

  beforeAll(() => {
    ({ one, two } = nodes);
  });
  afterEach(closeAll);

  const say = ({ client }: DirectPerson, to: { id: string }, content: string): void => {
    client.emit('message:send', { recipientId: to.id, content });
  };
  const answered = ({ client }: DirectPerson, content: string) => client.next('message:sent', { content }, BUSY_MS);

  it(
    'who comes back to one node while a burst comes from the other gets every message once, in order',
    async () => {
      const ana = await newDirect(one, 'ana');
      const ben = await appPerson('ben');
      (await connectDirect(two, ben)).client.close();
      const said = oneTo(400).map((n) => `message ${n}`);
      for (const content of said.slice(0, 150)) say(ana, ben, content);
      await answered(ana, 'message 150');

      for (const content of said.slice(150)) say(ana, ben, content);
      await answered(ana, 'message 160');
      const back = await connectDirect(two, ben);
      await back.client.next('message:receive', { content: 'message 400' }, BUSY_MS);
      await settled(back);

      expect(received(back)).toEqual(said);
      back.client.close();
      await eventually(async () => {
        const again = await connectDirect(one, ben);
        again.client.close();
        expect(received(again)).toEqual([]);
      });
    },
    TIMEOUT_MS,
  );

  it(
    'two devices that come back to either node at once get every message that was missed once between them',
    async () => {
      const ana = await newDirect(one, 'ana');
      const ben = await appPerson('ben');
      (await connectDirect(two, ben)).client.close();
      const said = oneTo(250).map((n) => `message ${n}`);
      for (const content of said) say(ana, ben, content);
      await answered(ana, 'message 250');

      const devices = await Promise.all([one, two, one, two].map((node) => connectDirect(node, ben)));
      expect(devices.flatMap((device) => received(device)).toSorted()).toEqual(said.toSorted());

      say(ana, ben, 'to all of them');
      for (const { client } of devices) await client.next('message:receive', { content: 'to all of them' }, BUSY_MS);
    },
    TIMEOUT_MS,
  );
});

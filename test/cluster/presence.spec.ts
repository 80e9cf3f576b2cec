import { afterEach, beforeAll, expect, it } from '@jest/globals';
import { device, gone, here, watch } from '../contract/lyceum/presence/devices.js';
import { closeAll } from '../contract/lyceum/lyceum-client.js';
import { register } from '../support/accounts.js';
import { describeWith } from '../support/describe-with.js';
import { dataOf } from '../support/expect-frames.js';
import type { Gateway } from '../support/gateway.js';
import { CLUSTER_ENV } from './people.js';
import { twoNodes } from './nodes.js';

const TIMEOUT_MS = 120_000;

describeWith(['postgres', 'redis'], 'presence on two nodes', () => {
  const nodes = twoNodes(CLUSTER_ENV, TIMEOUT_MS);
  let one: Gateway;
  let two: Gateway;

  beforeAll(() => {
    ({ one, two } = nodes);
  });
  afterEach(closeAll);

  it(
    'a change on one is told to who watches on the other',
    async () => {
      const [ana, ben] = [await register(one), await register(two, 'ben')];
      const watcher = await device(two, ben);
      await watch(watcher, ana);

      const phone = await device(one, ana);
      expect(await watcher.next('presence:changed', {}, 5_000)).toEqual(here(ana));
      dataOf(await phone.request('presence:set', { state: 'away' }));
      expect(await watcher.next('presence:changed', {}, 5_000)).toEqual(here(ana, { state: 'away' }));
    },
    TIMEOUT_MS,
  );

  it(
    'who hides on one is hidden on the other when it is answered',
    async () => {
      const [ana, ben] = [await register(one), await register(two, 'ben')];
      const phone = await device(one, ana);
      await device(two, ana);
      const watcher = await device(two, ben);
      expect(await watch(watcher, ana)).toEqual([here(ana)]);

      const { hidden } = dataOf(await phone.request('presence:set', { state: 'hidden' }));

      expect(hidden).toBe(true);
      expect(await watch(watcher, ana)).toEqual([gone(ana)]);
      expect(JSON.stringify(await watcher.request('presence:online'))).not.toContain(ana.id);
    },
    TIMEOUT_MS,
  );
});

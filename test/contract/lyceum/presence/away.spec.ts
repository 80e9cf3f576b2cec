import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { register } from '../../../support/accounts.js';
import { dataOf } from '../../../support/expect-frames.js';
import { startGateway, type Gateway } from '../../../support/gateway.js';
import { ROOMY, START_MS } from '../../settings.js';
import { closeAll, WAYS } from '../lyceum-client.js';
import { newPerson } from '../shapes.js';
import { device, here, toldOf, watch } from './devices.js';

/** Until somebody who does nothing counts as away here; long enough for a busy machine to ask once. */
const AWAY_MS = 1_500;
const SOON_MS = AWAY_MS + 5_000;

describe('lyceum: away by doing nothing', () => {
  let gateway: Gateway;

  beforeAll(async () => {
    gateway = await startGateway({ env: { ...ROOMY, PRESENCE_AWAY_MS: String(AWAY_MS) } });
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.stop());

  it.each(WAYS)('who does nothing by %s is away, and back with any command', async (way) => {
    const [ana, ben] = [await newPerson(gateway, way), await newPerson(gateway, way, 'ben')];
    await watch(ben.client, ana);

    expect(await ben.client.fact('presence:changed', { user: { id: ana.id } }, SOON_MS)).toEqual(here(ana, { state: 'away' }));
    expect(await watch(ben.client, ana)).toEqual([here(ana, { state: 'away' })]);
    await ana.client.request('no:command');
    expect(await ben.client.fact('presence:changed', { user: { id: ana.id } }, SOON_MS)).toEqual(here(ana));
  });

  it('nobody is away one of whose devices does something', async () => {
    const [ana, ben, eva] = [await register(gateway), await newPerson(gateway, 'raw', 'ben'), await register(gateway, 'eva')];
    const [phone, laptop] = [await device(gateway, ana), await device(gateway, ana)];
    await device(gateway, eva);
    await watch(ben.client, ana, eva);

    const over = new AbortController();
    const working = (async () => {
      // Whatever is answered.
      while (!over.signal.aborted) await laptop.request('auth:me');
    })();
    await ben.client.fact('presence:changed', { user: { id: eva.id }, state: 'away' }, SOON_MS);
    over.abort();
    await working;
    expect(toldOf(ben.client, ana).map(({ state }) => state)).not.toContain('away');

    await ben.client.fact('presence:changed', { user: { id: ana.id }, state: 'away' }, SOON_MS);
    dataOf(await phone.request('auth:me'));
    await ben.client.fact('presence:changed', { user: { id: ana.id }, state: 'online' }, SOON_MS);
  });
});

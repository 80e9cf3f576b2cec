import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { dataOf, expectRefusal } from '../../support/expect-frames.js';
import { startGateway, type Gateway } from '../../support/gateway.js';
import { GRACE_MS, ROOMY, START_MS } from '../settings.js';
import { createSession } from '../group-study/session.js';
import { closeAll, connectLyceum, WAYS } from './lyceum-client.js';
import { newPerson, userShape } from './shapes.js';

describe.each(WAYS)('presence:online over %s', (way) => {
  let gateway: Gateway;

  beforeAll(async () => {
    gateway = await startGateway({ env: ROOMY });
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.stop());

  it('answers the registered people who are online, each once, and how many they are', async () => {
    const [ana, ben] = [await newPerson(gateway, way), await newPerson(gateway, 'websocket', 'ben')];
    await connectLyceum(gateway, 'polling', ben.token);
    await createSession(gateway, 'Greta');

    expect(dataOf(await ana.client.request('presence:online'))).toEqual({ users: [userShape(ana), userShape(ben)], total: 2 });
  });

  it('with watch:true tells of changes, of the last state always, and of nothing before the answer', async () => {
    const ana = await newPerson(gateway, way);
    const { total } = dataOf(await ana.client.request('presence:online', { watch: true })) as { total: number };

    const ben = await newPerson(gateway, 'websocket', 'ben');
    const came = await ana.client.fact('presence:online', {}, 5_000);
    await ben.client.close();

    expect(total).toBeGreaterThanOrEqual(1);
    expect(came.users).toEqual(expect.arrayContaining([userShape(ana), userShape(ben)]));
    expect(await ana.client.fact('presence:online', { users: [userShape(ana)], total: 1 }, GRACE_MS + 5_000)).toBeDefined();
  });

  it('with watch:false tells no more; without watch it changes nothing', async () => {
    const [ana, eva] = [await newPerson(gateway, way), await newPerson(gateway, way, 'eva')];
    for (const { client } of [ana, eva]) dataOf(await client.request('presence:online', { watch: true }));
    dataOf(await eva.client.request('presence:online'));
    dataOf(await ana.client.request('presence:online', { watch: false }));
    const before = ana.client.heard('presence:online').length;

    const ben = await newPerson(gateway, 'websocket', 'ben');
    await eva.client.fact('presence:online', { users: [userShape(ana), userShape(eva), userShape(ben)] }, 5_000);
    await ana.client.settled();

    expect(ana.client.heard('presence:online')).toHaveLength(before);
  });

  it.each([{ watch: 'yes' }, { watch: 1 }, { watch: {} }, { watch: [true] }])('refuses %j', async (payload) => {
    const { client } = await newPerson(gateway, way);

    expectRefusal(await client.request('presence:online', payload), 'INVALID', { field: 'watch' });
  });
});

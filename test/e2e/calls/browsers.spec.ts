import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { Chromium } from '../../support/chromium.js';
import { startTurnServer, type TurnServer } from '../../support/coturn.js';
import { describeWith } from '../../support/describe-with.js';
import { startGateway, type Gateway } from '../../support/gateway.js';
import { serveCallPage, type WebSite } from '../../support/web-page/serve.js';
import { Caller } from './browser-call.js';

const SECRET = 'shared by coturn and the gateway';

describeWith(['coturn', 'chromium'], 'two browsers', () => {
  let turn: TurnServer;
  let gateway: Gateway;
  let site: WebSite;
  let chromium: Chromium;

  beforeAll(async () => {
    turn = await startTurnServer(SECRET);
    site = await serveCallPage();
    // Time enough to open a tab on a machine that is busy with other tests.
    gateway = await startGateway({ env: { TURN_URLS: turn.url, TURN_SECRET: SECRET, CALL_GRACE_SECONDS: '60' } });
    chromium = await Chromium.start();
  });
  afterEach(() => chromium.closeAll());
  afterAll(async () => {
    await chromium.stop();
    await gateway.stop();
    await site.stop();
    await turn.stop();
  });

  const newCaller = (policy: 'all' | 'relay') => Caller.register(gateway, chromium, site.url, policy);

  it('see each other, by the direct way between them', async () => {
    const [ana, ben] = [await newCaller('all'), await newCaller('all')];

    await ana.reach(ben);

    expect(await ana.sees()).toMatchObject({ way: 'host' });
    expect(await ben.sees()).toMatchObject({ way: 'host' });
    expect(await ana.end()).toMatchObject({ state: 'ended', endReason: 'completed' });
    expect(await ben.fact('calls:ended')).toMatchObject({ endReason: 'completed' });
  });

  it('see each other through the TURN server, with the credentials that the gateway gave them', async () => {
    const [ana, ben] = [await newCaller('relay'), await newCaller('relay')];

    await ana.reach(ben);

    expect(await ana.sees()).toMatchObject({ way: 'relay' });
    expect(await ben.sees()).toMatchObject({ way: 'relay' });
    for (const { account } of [ana, ben]) expect(turn.output()).toContain(`:${account.id}>`);
  });

  it.each(['all', 'relay'] as const)('go on with their call when a tab of them dies and is opened again (%s)', async (policy) => {
    const [ana, ben] = [await newCaller(policy), await newCaller(policy)];
    const callId = await ana.reach(ben);
    await ana.sees();

    await chromium.crash(ben.page);
    expect(await ana.fact('calls:peer-reconnecting')).toMatchObject({ callId, user: { id: ben.account.id } });
    const back = await Caller.open(gateway, chromium, site.url, policy, ben.account);

    expect(await back.resume()).toMatchObject({ id: callId, endReason: null });
    await back.sees();
    await ana.sees();
    expect(await ana.fact('calls:peer-returned')).toMatchObject({ callId, user: { id: ben.account.id } });
    expect(await back.end()).toMatchObject({ id: callId, endReason: 'completed' });
  });
});

import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startGateway, type Gateway } from '../../test/support/gateway.js';
import { TcpProxy } from '../../test/support/tcp-proxy.js';
import { ROOMY, START_MS } from '../../test/contract/settings.js';
import type { LyceumClient } from '../src/index.js';
import { active, call, callerOf, over, ringing, type Caller } from './callers.js';
import { FakeMedia } from './fake-media.js';
import { clientOf, closeAll, connected, until } from './people.js';

let gateway: Gateway;

const caller = (stem: string): Promise<Caller> => callerOf(gateway, stem);

/** Another device of that person's. */
async function deviceOf({ token }: Caller, url?: string): Promise<LyceumClient> {
  const client = clientOf(gateway, { token, media: new FakeMedia(), ...(url === undefined ? {} : { url }) });
  await connected(client);
  return client;
}

/** What that device could go on with, from now on. */
async function goesOnFor({ calls }: LyceumClient, callId: string | undefined): Promise<void> {
  await until(calls.resumable, (details) => details?.id === callId);
}

describe('a call of somebody with several devices', () => {
  let proxy: TcpProxy;

  beforeAll(async () => {
    gateway = await startGateway({ env: { ...ROOMY, CALL_GRACE_SECONDS: '60' } });
    proxy = await TcpProxy.before(gateway.port);
  }, START_MS);
  afterEach(closeAll);
  afterAll(async () => {
    await proxy.close();
    await gateway.stop();
  });

  it('rings no more on the one that was away while another took it, and can be gone on with there', async () => {
    const [ana, ben] = [await caller('ana'), await caller('ben')];
    const phone = await deviceOf(ben, proxy.url(gateway.httpUrl));
    void phone.calls.resumable.subscribe(() => undefined);
    const hers = await call(ana, ben);
    const [here, there] = [await ringing(ben.client), await ringing(phone)];
    proxy.reset({ refuse: true });
    await until(there, ({ offline }) => offline);
    await here.accept();
    await active(hers);
    proxy.admit();

    expect(await over(there)).toMatchObject({ endReason: 'answered_elsewhere' });
    expect(phone.calls.incoming.get()).toBeUndefined();
    await goesOnFor(phone, hers.id);
    await hers.hangUp();
    await goesOnFor(phone, undefined);
  });

  it('in a room is left by whichever of them, and all know', async () => {
    const [ana, ben] = [await caller('ana'), await caller('ben')];
    const { id } = await ana.client.rooms.create({ visibility: 'public' });
    for (const { client } of [ana, ben]) await client.rooms.join({ id });
    const hers = await ana.client.calls.start({ room: { id }, kind: 'video' });
    const his = await ben.client.calls.start({ room: { id }, kind: 'video' });
    await Promise.all([active(hers), active(his)]);
    const phone = await deviceOf(ben);
    void phone.calls.resumable.subscribe(() => undefined);
    await goesOnFor(phone, his.id);
    await phone.request('calls:end', { callId: his.id });

    await goesOnFor(phone, undefined);
    await over(his);
    expect(ben.media.running).toEqual([]);
    await until(hers, ({ peers }) => peers.length === 0);
    // Coming back is a call like any other.
    const again = await ben.client.calls.start({ room: { id }, kind: 'video' });
    await active(again);
    expect(again.id).toBe(hers.id);
    await again.hangUp();
    const once = await ben.client.calls.start({ room: { id }, kind: 'video' });
    await active(once);
    expect(ben.client.calls.current.get()).toBe(once);
    await hers.hangUp();
    await once.hangUp();
  });

  it('is over for who is removed from its room', async () => {
    const [ana, ben] = [await caller('ana'), await caller('ben')];
    const { id } = await ana.client.rooms.create({ visibility: 'public' });
    const room = await ana.client.rooms.join({ id });
    await ben.client.rooms.join({ id });
    const hers = await ana.client.calls.start({ room: { id }, kind: 'video' });
    const his = await ben.client.calls.start({ room: { id }, kind: 'video' });
    await Promise.all([active(hers), active(his)]);
    await room.kick(ben.id);

    await over(his);
    expect(ben.media.running).toEqual([]);
    expect(ben.client.calls.current.get()).toBeUndefined();
    await hers.hangUp();
  });
});

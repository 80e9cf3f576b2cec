import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startGateway, type Gateway } from '../../test/support/gateway.js';
import { TcpProxy } from '../../test/support/tcp-proxy.js';
import { ROOMY, START_MS } from '../../test/contract/settings.js';
import type { Call, LyceumClient } from '../src/index.js';
import { FakeMedia } from './fake-media.js';
import { clientOf, closeAll, connected, newcomer, until } from './people.js';

type Rung = Awaited<ReturnType<typeof caller>>;

let gateway: Gateway;

/** Somebody with devices of their own. */
async function caller(stem: string, url = gateway.httpUrl) {
  const media = new FakeMedia();
  const person = await newcomer(gateway, stem, { media, url });
  await connected(person.client);
  return { ...person, media };
}

const ringing = async (client: LyceumClient): Promise<Call> => {
  const call = await until(client.calls.incoming, (one) => one !== undefined);
  if (call === undefined) throw new Error('It does not ring');
  return call;
};
const active = (call: Call) => until(call, ({ state }) => state === 'active');
const over = (call: Call) => until(call, ({ state }) => state === 'ended');
const call = (from: Rung, to: Rung) => from.client.calls.start({ to: { id: to.id }, kind: 'video' });

describe('calls with the client', () => {
  let proxy: TcpProxy;

  beforeAll(async () => {
    gateway = await startGateway({ env: { ...ROOMY, CALL_RING_SECONDS: '5', CALL_GRACE_SECONDS: '60' } });
    proxy = await TcpProxy.before(gateway.port);
  }, START_MS);
  afterEach(closeAll);
  afterAll(async () => {
    await proxy.close();
    await gateway.stop();
  });

  it('ring, are accepted and ended, and leave no device on', async () => {
    const [ana, ben] = [await caller('ana'), await caller('ben')];
    const hers = await call(ana, ben);
    expect(hers.get()).toMatchObject({
      state: 'ringing',
      direction: 'outgoing',
      peers: [{ user: { id: ben.id }, state: 'invited' }],
    });
    const his = await ringing(ben.client);
    expect(his.get()).toMatchObject({ state: 'ringing', direction: 'incoming', kind: 'video', caller: { id: ana.id } });
    expect(ben.media.opened).toEqual([]);
    await his.accept();
    await Promise.all([active(hers), active(his)]);
    expect(ben.client.calls.incoming.get()).toBeUndefined();
    expect(ben.client.calls.current.get()).toBe(his);
    expect(ana.media.running).toEqual(['audio', 'video']);

    await his.setCamera(false);
    his.mute();
    expect(his.get()).toMatchObject({ muted: true, cameraOff: true });
    expect(ben.media.running).toEqual(['audio']);

    await his.hangUp();
    await over(hers);
    for (const one of [hers, his]) expect(one.get()).toMatchObject({ endReason: 'completed', endedBy: { id: ben.id } });
    expect([...ana.media.running, ...ben.media.running]).toEqual([]);
    expect(ana.client.calls.current.get()).toBeUndefined();
  });

  it('are declined with a reason, cancelled, and not answered', async () => {
    const [ana, ben] = [await caller('ana'), await caller('ben')];
    const declined = await call(ana, ben);
    await (await ringing(ben.client)).decline('In a lesson');
    expect(await over(declined)).toMatchObject({ endReason: 'declined', declineReason: 'In a lesson' });

    const cancelled = await call(ana, ben);
    const rung = await ringing(ben.client);
    await cancelled.hangUp();
    expect(await over(rung)).toMatchObject({ endReason: 'cancelled' });
    await until(ben.client.calls.incoming, (one) => one === undefined);

    const unheard = await call(ana, ben);
    expect(await over(unheard)).toMatchObject({ endReason: 'no_answer' });
    expect(ana.media.running).toEqual([]);
  });

  it('ring on all devices, and go on with the one that answered', async () => {
    const [ana, ben] = [await caller('ana'), await caller('ben')];
    const phone = clientOf(gateway, { token: ben.token, media: new FakeMedia() });
    await connected(phone);
    const hers = await call(ana, ben);
    const [here, there] = [await ringing(ben.client), await ringing(phone)];
    await there.accept();
    expect(await over(here)).toMatchObject({ endReason: 'answered_elsewhere' });
    await active(hers);
    await expect(here.accept()).rejects.toMatchObject({ code: 'CALL_ENDED' });
    await hers.hangUp();
  });

  it('that cross become one', async () => {
    const [ana, ben] = [await caller('ana'), await caller('ben')];
    const [hers, his] = await Promise.all([call(ana, ben), call(ben, ana)]);
    expect(hers.id).toBe(his.id);
    await Promise.all([active(hers), active(his)]);
    await hers.hangUp();
    await over(his);
  });

  it('end at once for who is in another, or is not there', async () => {
    const [ana, ben, cleo] = [await caller('ana'), await caller('ben'), await caller('cleo')];
    const first = await call(ana, ben);
    const busy = await call(cleo, ben);
    expect(busy.get()).toMatchObject({ state: 'ended', endReason: 'busy' });
    await expect(call(ana, cleo)).rejects.toMatchObject({ code: 'LIMIT_REACHED', callId: first.id });
    await first.hangUp();
    cleo.client.close();
    await until(ana.client.calls.current, (one) => one === undefined);
    expect((await call(ana, cleo)).get()).toMatchObject({ state: 'ended', endReason: 'unreachable' });
    const { calls } = await ana.client.calls.history();
    expect(calls.map(({ endReason }) => endReason)).toEqual(['unreachable', 'cancelled']);
  });

  it('say in plain words which device is refused, and ring nobody for it', async () => {
    const [ana, ben] = [await caller('ana'), await caller('ben')];
    ana.media.refusals = { audio: 'NotAllowedError', video: 'NotAllowedError' };
    await expect(call(ana, ben)).rejects.toMatchObject({ code: 'PERMISSION_DENIED', message: expect.stringContaining('Allow') });
    ana.media.refusals = { audio: 'NotFoundError', video: 'NotFoundError' };
    await expect(call(ana, ben)).rejects.toMatchObject({ code: 'NO_DEVICE' });
    expect((await ana.client.calls.history()).calls).toEqual([]);

    ana.media.refusals = { video: 'NotFoundError', screen: 'NotAllowedError' };
    const hers = await call(ana, ben);
    expect(hers.get()).toMatchObject({ cameraOff: true });
    const his = await ringing(ben.client);
    ben.media.refusals = { audio: 'NotReadableError' };
    await expect(his.accept()).rejects.toMatchObject({ code: 'DEVICE_BUSY', retryable: true });
    expect(his.get()).toMatchObject({ state: 'ringing', error: { code: 'DEVICE_BUSY' } });
    ben.media.refusals = {};
    await his.accept();
    await active(hers);
    await expect(hers.shareScreen()).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
    expect(hers.get()).toMatchObject({ state: 'active', sharing: false });
    await hers.hangUp();
  });

  it('last through a lost connection, and are found to be over after one', async () => {
    const [ana, ben] = [await caller('ana', proxy.url(gateway.httpUrl)), await caller('ben')];
    const hers = await call(ana, ben);
    const his = await ringing(ben.client);
    await his.accept();
    await active(hers);
    proxy.reset({ refuse: true });
    await until(hers, ({ offline }) => offline);
    await until(his, ({ peers: [peer] }) => peer?.state === 'reconnecting' && peer.reconnectingUntil !== undefined);
    // Said while nobody hears it.
    await his.setCamera(false);
    proxy.admit();
    await until(his, ({ peers: [peer] }) => peer?.state === 'joined');
    await until(hers, ({ offline, state }) => !offline && state === 'active');

    proxy.reset({ refuse: true });
    await until(hers, ({ offline }) => offline);
    await his.hangUp();
    proxy.admit();
    expect(await over(hers)).toMatchObject({ endReason: 'completed', endedBy: { id: ben.id } });
    expect(ana.media.running).toEqual([]);
  });

  it('of a room are joined by who comes, and told of to those who are there', async () => {
    const [ana, ben] = [await caller('ana'), await caller('ben')];
    const { id } = await ana.client.rooms.create({ visibility: 'public' });
    for (const { client } of [ana, ben]) await client.rooms.join({ id });
    const hers = await ana.client.calls.start({ room: { id }, kind: 'audio' });
    expect(hers.get()).toMatchObject({ isRoomCall: true, peers: [] });
    await until(ben.client.calls.inRooms, (calls) => calls.get(id)?.id === hers.id);
    expect(ben.client.calls.incoming.get()).toBeUndefined();
    const his = await ben.client.calls.start({ room: { id }, kind: 'audio' });
    expect(his.id).toBe(hers.id);
    await Promise.all([active(hers), active(his)]);
    await his.hangUp();
    await until(hers, ({ peers }) => peers.length === 0);
    await expect(hers.joinSfu()).rejects.toMatchObject({ code: 'CALL_FULL' });
    await hers.hangUp();
    await until(ben.client.calls.inRooms, (calls) => !calls.has(id));
  });

  it('of a room are shown as they are to who comes later, and after a connection that was lost', async () => {
    const [ana, ben] = [await caller('ana'), await caller('ben')];
    const cleo = await caller('cleo', proxy.url(gateway.httpUrl));
    const { id } = await ana.client.rooms.create({ visibility: 'public' });
    for (const { client } of [ana, ben]) await client.rooms.join({ id });
    const hers = await ana.client.calls.start({ room: { id }, kind: 'audio' });
    const room = await cleo.client.rooms.join({ id });
    const { inRooms } = cleo.client.calls;
    const shows = (...people: Rung[]) =>
      until(inRooms, (calls) => {
        const present = calls.get(id)?.parties.filter(({ state }) => state === 'joined') ?? [];
        return present.map(({ user }) => user.id).join() === people.map((person) => person.id).join();
      });
    await shows(ana);
    const his = await ben.client.calls.start({ room: { id }, kind: 'audio' });
    await shows(ana, ben);
    await his.hangUp();
    await shows(ana);

    proxy.reset({ refuse: true });
    await until(cleo.client.connection, ({ state }) => state === 'offline');
    const again = await ben.client.calls.start({ room: { id }, kind: 'audio' });
    proxy.admit();
    await shows(ana, ben);
    await room.leave();
    expect(inRooms.get().has(id)).toBe(false);
    await again.hangUp();
    await hers.hangUp();
    await cleo.client.rooms.join({ id });
    const next = await ana.client.calls.start({ room: { id }, kind: 'audio' });
    await until(inRooms, (calls) => calls.get(id)?.id === next.id);

    proxy.reset({ refuse: true });
    await until(cleo.client.connection, ({ state }) => state === 'offline');
    await next.hangUp();
    proxy.admit();
    await until(inRooms, (calls) => !calls.has(id));
  });

  it('name the devices that there are', async () => {
    const ana = await caller('ana');
    const devices = await until(ana.client.calls.devices, ({ microphones }) => microphones.length > 0);
    expect(devices).toEqual({
      microphones: [{ id: 'mic', name: 'Desk microphone' }],
      cameras: [{ id: 'cam', name: 'Camera 1' }],
      speakers: [],
    });
  });
});

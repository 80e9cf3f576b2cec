import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startGateway, type Gateway } from '../../test/support/gateway.js';
import { eventually } from '../../test/support/wait.js';
import { ROOMY, START_MS } from '../../test/contract/settings.js';
import type { Call } from '../src/index.js';
import { active, call, callerOf, over, ringing, type Caller } from './callers.js';
import { closeAll, until } from './people.js';

let gateway: Gateway;

async function talking(): Promise<{ ana: Caller; hers: Call; ben: Caller; his: Call }> {
  const [ana, ben] = [await callerOf(gateway, 'ana'), await callerOf(gateway, 'ben')];
  const hers = await call(ana, ben);
  const his = await ringing(ben.client);
  await his.accept();
  await Promise.all([active(hers), active(his)]);
  return { ana, hers, ben, his };
}

describe('the devices of a call', () => {
  beforeAll(async () => {
    gateway = await startGateway({ env: ROOMY });
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.stop());

  it('are replaced where one is pulled out, and say so where there is no other', async () => {
    const { ana, hers, his } = await talking();
    ana.media.unplug('audio');
    await until(hers, ({ localStream }) => localStream?.getAudioTracks()[0]?.readyState === 'live');
    expect(hers.get()).toMatchObject({ voiceless: false, state: 'active' });

    hers.mute();
    ana.media.refusals = { audio: 'NotFoundError' };
    ana.media.unplug('audio');
    await until(hers, ({ voiceless }) => voiceless);
    expect(ana.media.running).toEqual(['video']);
    ana.media.refusals = {};
    await hers.choose({ microphone: 'mic' });
    expect(hers.get()).toMatchObject({ voiceless: false, muted: true });
    expect(hers.get().localStream?.getAudioTracks()[0]).toMatchObject({ readyState: 'live', enabled: false });

    ana.media.unplug('video');
    await until(hers, ({ cameraOff }) => cameraOff);
    await hers.shareScreen();
    expect(hers.get()).toMatchObject({ sharing: true });
    ana.media.unplug('video');
    await until(hers, ({ sharing }) => !sharing);
    await hers.setCamera(true);
    expect(ana.media.running.sort()).toEqual(['audio', 'video']);

    await his.hangUp();
    await over(hers);
    expect(ana.media.running).toEqual([]);
  });

  it('are all the same as sent where one of two that were chosen is refused', async () => {
    const { ana, hers } = await talking();
    ana.media.refusals = { video: 'NotReadableError' };
    await expect(hers.choose({ microphone: 'mic', camera: 'cam' })).rejects.toMatchObject({ code: 'DEVICE_BUSY' });
    const [peer] = ana.media.peers;
    await eventually(() => {
      expect(peer?.getTransceivers().map(({ sender }) => sender.track)).toMatchObject([
        { kind: 'audio', readyState: 'live' },
        { kind: 'video', readyState: 'live' },
      ]);
      return Promise.resolve();
    });
    await hers.hangUp();
  });

  it('are let go of, and nobody is rung, where the call is given up first', async () => {
    const [ana, ben] = [await callerOf(gateway, 'ana'), await callerOf(gateway, 'ben')];
    const giveUp = new AbortController();
    const started = ana.client.calls.start({ to: { id: ben.id }, kind: 'video', signal: giveUp.signal });
    giveUp.abort();
    await expect(started).rejects.toThrow();
    expect(ana.media.running).toEqual([]);
    expect((await ana.client.calls.history()).calls).toEqual([]);

    await (await call(ana, ben)).hangUp();
  });
});

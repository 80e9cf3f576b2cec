import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { register, type TestAccount } from '../../test/support/accounts.js';
import { Chromium, STEP_MS } from '../../test/support/chromium.js';
import { describeWith } from '../../test/support/describe-with.js';
import { startGateway, type Gateway } from '../../test/support/gateway.js';
import { eventually } from '../../test/support/wait.js';
import { ROOMY } from '../../test/contract/settings.js';
import type * as Lyceum from '../src/index.js';
import type { Call, CallSnapshot, LyceumClient } from '../src/index.js';
import { CallSite } from './call-page.js';

const START_MS = 180_000;

declare global {
  interface Window {
    client: LyceumClient;
    /** The last one, also when it is over. */
    call: Call;
    peers: RTCPeerConnection[];
    screen_: MediaStreamTrack;
  }
}

type App = typeof Lyceum;

/** What can be told of a call across the border of a page. */
type Told = Omit<CallSnapshot, 'localStream' | 'remoteStreams'> & { local: string[]; remote: string[]; measured: boolean };

/** What comes in, of the newest connection. */
interface Picture {
  framesDecoded: number;
  isSquare: boolean;
  ufrag: string | undefined;
}

/** A person with a page of the built client. Their screen is a square canvas: cameras are none. */
class Person {
  private constructor(
    readonly account: TestAccount,
    readonly page: Page,
  ) {}

  static async open(gateway: Gateway, chromium: Chromium, site: CallSite, account: TestAccount): Promise<Person> {
    const page = await chromium.open(site.url);
    await page.evaluate(
      async ([url, token, app]) => {
        const { createClient, browserMedia } = (await import(app)) as App;
        window.peers = [];
        const displayMedia = (): Promise<MediaStream> => {
          const canvas = document.createElement('canvas');
          canvas.width = canvas.height = 320;
          let turn = 0;
          setInterval(() => {
            const context = canvas.getContext('2d');
            if (context === null) return;
            context.fillStyle = `hsl(${(turn += 10)} 80% 50%)`;
            context.fillRect(0, 0, 320, 320);
          }, 40);
          const stream = canvas.captureStream(25);
          window.screen_ = stream.getVideoTracks()[0]!;
          return Promise.resolve(stream);
        };
        const peer = (configuration: RTCConfiguration): RTCPeerConnection => {
          const made = browserMedia.peer(configuration);
          window.peers.push(made);
          return made;
        };
        window.client = createClient({ url, token, media: { ...browserMedia, displayMedia, peer } });
        window.client.calls.current.subscribe(() => {
          window.call = window.client.calls.current.get() ?? window.call;
        });
        window.client.connect();
      },
      [gateway.httpUrl, account.token, `${site.url}app.js`] as const,
    );
    const person = new Person(account, page);
    await person.is(() => window.client.connection.get().state === 'connected');
    return person;
  }

  async call(other: Person): Promise<void> {
    await this.page.evaluate(async (id) => {
      await window.client.calls.start({ to: { id }, kind: 'video' });
    }, other.account.id);
  }

  async accept(): Promise<void> {
    await this.is(() => window.client.calls.incoming.get() !== undefined);
    await this.page.evaluate(() => window.client.calls.incoming.get()?.accept());
  }

  /** Waits until that is so in the page. */
  async is(isSo: () => boolean): Promise<void> {
    await this.page.waitForFunction(isSo, undefined, { polling: 50, timeout: STEP_MS });
  }

  told(): Promise<Told> {
    return this.page.evaluate(() => {
      const { localStream, remoteStreams, ...rest } = window.call.get();
      const kinds = (stream: MediaStream | undefined) => (stream?.getTracks() ?? []).map(({ kind }) => kind).sort();
      const remote = [...remoteStreams.values()].flatMap(kinds);
      return { ...rest, local: kinds(localStream), remote, measured: window.call.measured.get() !== undefined };
    });
  }

  picture(): Promise<Picture> {
    return this.page.evaluate(async () => {
      const peer = window.peers.at(-1);
      const lines = [...((await peer?.getStats()) ?? new Map<string, Record<string, unknown>>()).values()] as Record<
        string,
        unknown
      >[];
      const video = lines.find(({ type, kind }) => type === 'inbound-rtp' && kind === 'video');
      return {
        framesDecoded: Number(video?.framesDecoded ?? 0),
        isSquare: video !== undefined && video.frameWidth === video.frameHeight,
        ufrag: /a=ice-ufrag:(\S+)/.exec(peer?.localDescription?.sdp ?? '')?.[1],
      };
    });
  }

  /** Waits until pictures of the other come, and go on coming. */
  async sees(isSo: (picture: Picture) => boolean = () => true): Promise<Picture> {
    const { framesDecoded } = await this.picture();
    return eventually(async () => {
      const picture = await this.picture();
      expect(picture.framesDecoded).toBeGreaterThan(framesDecoded + 5);
      expect(isSo(picture)).toBe(true);
      return picture;
    }, STEP_MS);
  }
}

describeWith(['chromium'], 'calls of the built client in two browsers', () => {
  let gateway: Gateway;
  let site: CallSite;
  let chromium: Chromium;

  beforeAll(async () => {
    site = await CallSite.start();
    gateway = await startGateway({ env: { ...ROOMY, CALL_GRACE_SECONDS: '60' } });
    chromium = await Chromium.start();
  }, START_MS);
  afterEach(() => chromium.closeAll());
  afterAll(async () => {
    await chromium.stop();
    await gateway.stop();
    await site.stop();
  });

  const newcomer = async (): Promise<Person> => Person.open(gateway, chromium, site, await register(gateway));

  async function twoInACall(): Promise<[Person, Person]> {
    const [ana, ben] = [await newcomer(), await newcomer()];
    await ana.call(ben);
    await ben.accept();
    for (const person of [ana, ben]) await person.is(() => window.call.get().state === 'active');
    return [ana, ben];
  }

  it('see and hear each other, share a screen, turn cameras off, and hang up', async () => {
    expect(site.asked.filter((url) => url.includes('call-media'))).toEqual([]);
    const [ana, ben] = await twoInACall();
    expect(site.asked.filter((url) => url.includes('call-media'))).not.toEqual([]);
    for (const person of [ana, ben]) {
      await person.sees(({ isSquare }) => !isSquare);
      expect(await person.told()).toMatchObject({ local: ['audio', 'video'], remote: ['audio', 'video'], cameraOff: false });
      await person.is(() => window.call.get().quality === 'good' && window.call.measured.get() !== undefined);
    }

    await ana.page.evaluate(() => window.call.shareScreen());
    await ben.is(() => window.call.get().peers[0]?.sharing === true);
    await ben.sees(({ isSquare }) => isSquare);
    // As the browser's own button does.
    await ana.page.evaluate(() => window.screen_.dispatchEvent(new Event('ended')));
    await ben.is(() => window.call.get().peers[0]?.sharing === false);
    await ben.sees(({ isSquare }) => !isSquare);

    await ben.page.evaluate(async () => {
      window.call.mute();
      await window.call.setCamera(false);
    });
    await ana.is(() => window.call.get().peers.every(({ cameraOff, muted }) => cameraOff && muted));
    expect(await ben.told()).toMatchObject({ muted: true, cameraOff: true, local: ['audio'] });
    await ben.page.evaluate(() => window.call.setCamera(true));
    await ana.sees();

    await ana.page.evaluate(() => window.call.hangUp());
    await ben.is(() => window.call.get().state === 'ended');
    for (const person of [ana, ben]) {
      expect(await person.told()).toMatchObject({ state: 'ended', endReason: 'completed', local: [], remote: [] });
      await person.is(() => window.client.calls.current.get() === undefined && window.peers[0]?.signalingState === 'closed');
    }
    const { calls } = await ben.page.evaluate(() => window.client.calls.history());
    expect(calls).toMatchObject([{ endReason: 'completed', caller: { id: ana.account.id } }]);
  });

  it('find another way when the network of one changes, and go on where a page is reloaded', async () => {
    const [ana, ben] = await twoInACall();
    const { ufrag } = await ana.sees();

    await ana.page.context().setOffline(true);
    await ana.is(() => window.call.get().offline);
    await ben.is(() => window.call.get().peers[0]?.state === 'reconnecting');
    await ana.page.context().setOffline(false);
    await ben.is(() => window.call.get().peers[0]?.state === 'joined');
    await ana.sees((picture) => picture.ufrag !== ufrag);
    await ben.sees();

    const callId = (await ben.told()).id;
    await ben.page.close();
    await ana.is(() => window.call.get().peers[0]?.state === 'reconnecting');
    const back = await Person.open(gateway, chromium, site, ben.account);
    expect(await back.page.evaluate(() => window.client.calls.current.get())).toBeUndefined();
    await back.page.evaluate(() => void window.client.calls.resumable.subscribe(() => undefined));
    await back.is(() => window.client.calls.resumable.get() !== undefined);
    await back.page.evaluate(async () => {
      await window.client.calls.resume();
    });
    await back.sees();
    await ana.sees();
    expect(await back.told()).toMatchObject({ id: callId, direction: 'incoming', state: 'active' });
    await back.page.evaluate(() => window.call.hangUp());
    await ana.is(() => window.call.get().endReason === 'completed');
  });

  it('meet in a room, and see who comes and goes', async () => {
    const people = [await newcomer(), await newcomer(), await newcomer()];
    for (const { page } of people) {
      await page.evaluate(async () => {
        await window.client.rooms.join({ key: 'a-call-of-three' }, { create: true });
      });
    }
    for (const { page } of people) {
      await page.evaluate(async () => {
        await window.client.calls.start({ room: { key: 'a-call-of-three' }, kind: 'audio' });
      });
    }
    for (const person of people) {
      await person.is(() => window.call.get().peers.filter(({ connection }) => connection === 'connected').length === 2);
      expect(await person.told()).toMatchObject({ state: 'active', remote: ['audio', 'audio'], local: ['audio'] });
    }
    const [ana, ben, cleo] = people as [Person, Person, Person];
    // A camera in a call that began without takes a negotiation with each; all at once, so that they cross.
    await Promise.all(people.map(({ page }) => page.evaluate(() => window.call.setCamera(true))));
    for (const person of people) await person.sees();

    await cleo.page.evaluate(() => window.call.hangUp());
    for (const person of [ana, ben]) {
      await person.is(() => window.call.get().peers.length === 1 && window.call.get().remoteStreams.size === 1);
    }
    expect(await ana.told()).toMatchObject({ state: 'active', peers: [{ user: { id: ben.account.id } }] });
  });
});

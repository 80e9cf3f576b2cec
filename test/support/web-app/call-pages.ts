import { expect } from '@jest/globals';
import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import type { TestAccount } from '../accounts.js';
import type { Chromium } from '../chromium.js';
import type { Endpoint } from '../raw-client.js';
import { eventually } from '../wait.js';
import { DESKTOP } from './devices.js';
import { signIn } from './people.js';

/** Pictures of three are made, sent and shown on one machine, which may be busy with other things. */
const MEDIA_MS = 60_000;

/**
 * Keeps what the page opens, to ask about it later, and shows a square canvas in place of a screen: cameras are none. While `window.held` is
 * a promise, devices are given only after it.
 */
const WATCHED = `
  window.peers = [];
  window.tracks = [];
  window.sounds = [];
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration) {
      super(configuration);
      window.peers.push(this);
    }
  };
  window.AudioContext = class extends AudioContext {
    constructor(options) {
      super(options);
      window.sounds.push(this);
    }
  };
  const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (wanted) => {
    await window.held;
    const stream = await open(wanted);
    window.tracks.push(...stream.getTracks());
    return stream;
  };
  navigator.mediaDevices.getDisplayMedia = async () => {
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = 320;
    let turn = 0;
    setInterval(() => {
      const context = canvas.getContext('2d');
      context.fillStyle = 'hsl(' + (turn += 10) + ' 80% 50%)';
      context.fillRect(0, 0, 320, 320);
    }, 40);
    const stream = canvas.captureStream(25);
    window.tracks.push(...stream.getTracks());
    return stream;
  };
`;
const DEVICES = {
  refused: `navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('No', 'NotAllowedError'); };`,
  'no camera': `
    const take = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (wanted) => {
      if (wanted.video) throw new DOMException('No', 'NotFoundError');
      return take(wanted);
    };
  `,
};

/** What comes in by each open connection, and what is shown of it. */
const PICTURE = `(async () => {
  const open = window.peers.filter(({ connectionState }) => connectionState === 'connected');
  const frames = await Promise.all(open.map(async (peer) => {
    const lines = [...(await peer.getStats()).values()];
    return lines.find(({ type, kind }) => type === 'inbound-rtp' && kind === 'video')?.framesDecoded ?? 0;
  }));
  const videos = [...document.querySelectorAll('video')].filter((one) => !/^You/.test(one.getAttribute('aria-label') ?? ''));
  return {
    frames,
    times: videos.map(({ currentTime }) => currentTime),
    isSquare: videos.every(({ videoWidth, videoHeight }) => videoWidth > 0 && videoWidth === videoHeight),
  };
})()`;

interface Picture {
  frames: number[];
  /** Of the elements that show them, in seconds. */
  times: number[];
  isSquare: boolean;
}

/** What a page that is in no call must not have any more. */
const RUNNING = `(() => ({
  tracks: window.tracks.filter(({ readyState }) => readyState === 'live').map(({ kind, label }) => kind + ' ' + label),
  peers: window.peers.filter(({ connectionState }) => connectionState !== 'closed').length,
  sounds: window.sounds.filter(({ state }) => state !== 'closed').length,
}))()`;

/** How a page for calls is opened. */
export interface CallPageOptions {
  device?: BrowserContextOptions;
  /** The browser lets the page use no device, or the machine has no camera. */
  without?: keyof typeof DEVICES;
}

/** A tab at that path whose media can be asked about. */
export async function openForCalls(
  browser: Chromium,
  url: string,
  { device = DESKTOP, without }: CallPageOptions = {},
): Promise<Page> {
  const page = await browser.open('about:blank', device);
  await page.addInitScript({ content: WATCHED + (without === undefined ? '' : DEVICES[without]) });
  await page.goto(url);
  return page;
}

/** The same, with that person signed in. */
export async function openForCallsAs(
  browser: Chromium,
  gateway: Endpoint,
  account: TestAccount,
  { path = '/', ...options }: CallPageOptions & { path?: string } = {},
): Promise<Page> {
  const page = await openForCalls(browser, `${gateway.httpUrl}/sign-in?to=${path}`, options);
  await signIn(page, account);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.getByText('Connected', { exact: true }).waitFor({ state: 'attached' });
  return page;
}

/** Calls from the page of a conversation, after the look at oneself. */
export async function callFrom(page: Page, name: string, kind: 'audio' | 'video' = 'video'): Promise<void> {
  await page.getByRole('button', { name: kind === 'video' ? `Call ${name} with video` : `Call ${name}`, exact: true }).click();
  const dialog = page.getByRole('dialog', { name: `Call ${name}` });
  await dialog.getByRole('button', { name: 'Call', exact: true }).click();
  await callOf(page).waitFor();
}

/** What rings on a page. */
export function ringingOf(page: Page, name: string): Locator {
  return page.getByRole('dialog', { name: `${name} is calling` });
}

/** The call that one is in, large. */
export function callOf(page: Page): Locator {
  return page.getByRole('region', { name: /^Call (with|in)/ });
}

/** What can be done in it. */
export function controlOf(page: Page, name: string): Locator {
  return callOf(page).getByRole('group', { name: 'Call controls' }).getByRole('button', { name, exact: true });
}

/** Pictures of so many others come and are shown, and go on coming. */
export async function sees(page: Page, isSo: (picture: Picture) => boolean = () => true, others = 1): Promise<void> {
  const grow = (now: readonly number[], before: readonly number[]): void => {
    expect(now).toHaveLength(others);
    expect(before).toHaveLength(others);
    for (const [index, value] of now.entries()) expect(value).toBeGreaterThan(before[index] ?? Infinity);
  };
  let before = await page.evaluate<Picture>(PICTURE);
  await eventually(async () => {
    const last = before;
    before = await page.evaluate<Picture>(PICTURE);
    grow(before.frames, last.frames);
    grow(before.times, last.times);
    expect(isSo(before)).toBe(true);
  }, MEDIA_MS);
}

/** The name of the device that the others hear. */
export function microphoneOf(page: Page): Promise<string | undefined> {
  return page.evaluate<string | undefined>(
    `window.peers.at(-1)?.getSenders().find(({ track }) => track?.kind === 'audio')?.track.label`,
  );
}

/** Camera and microphone are off, connections are closed, nothing makes a sound. */
export async function hasLetGo(page: Page): Promise<void> {
  await eventually(async () => {
    expect(await page.evaluate(RUNNING)).toEqual({ tracks: [], peers: 0, sounds: 0 });
  }, MEDIA_MS);
}

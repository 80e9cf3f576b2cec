import { expect } from '@jest/globals';
import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import type { TestAccount } from '../accounts.js';
import type { Chromium } from '../chromium.js';
import type { Endpoint } from '../raw-client.js';
import { eventually } from '../wait.js';
import { DESKTOP } from './devices.js';
import { signIn } from './people.js';

const MEDIA_MS = 30_000;

/** Keeps all connections of the page to ask them later, and shows a square canvas in place of a screen: cameras are none. */
const WATCHED = `
  window.peers = [];
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration) {
      super(configuration);
      window.peers.push(this);
    }
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
    return canvas.captureStream(25);
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

/** What comes in by the connection that was opened last, and what is shown of it. */
const PICTURE = `(async () => {
  const lines = [...((await window.peers.at(-1)?.getStats()) ?? new Map()).values()];
  const line = lines.find(({ type, kind }) => type === 'inbound-rtp' && kind === 'video');
  const video = [...document.querySelectorAll('video')].find((one) => !/^You/.test(one.getAttribute('aria-label') ?? ''));
  return {
    frames: line?.framesDecoded ?? 0,
    time: video?.currentTime ?? 0,
    width: video?.videoWidth ?? 0,
    isSquare: video !== undefined && video.videoWidth === video.videoHeight,
  };
})()`;

interface Picture {
  frames: number;
  /** Of the element that shows it, in seconds. */
  time: number;
  width: number;
  isSquare: boolean;
}

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

/** Pictures of the other come and are shown, and go on coming. */
export async function sees(page: Page, isSo: (picture: Picture) => boolean = () => true): Promise<void> {
  let before = await page.evaluate<Picture>(PICTURE);
  await eventually(async () => {
    const last = before;
    const picture = await page.evaluate<Picture>(PICTURE);
    before = picture;
    expect(picture.frames).toBeGreaterThan(last.frames);
    expect(picture.time).toBeGreaterThan(last.time);
    expect(picture.width).toBeGreaterThan(0);
    expect(isSo(picture)).toBe(true);
  }, MEDIA_MS);
}

// Chromium, and one tab for each person who looks at the app.
import { existsSync, readFileSync } from 'node:fs';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { CAMERAS, replaceCamera } from './in-page.mjs';

const STEP_MS = 15_000;
/** How long a page may take to come to rest, and how long nothing must change for that. */
const REST_MS = 10_000;
const STILL_MS = 350;
const WIDE = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--mute-audio',
  '--font-render-hinting=none',
  '--use-fake-ui-for-media-stream',
  '--allow-loopback-in-peer-connection',
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
];

/** In this order: on phones some pages are laid out anew. */
export const LOOKS = [
  { look: 'light', colorScheme: 'light', size: WIDE },
  { look: 'dark', colorScheme: 'dark', size: WIDE },
  { look: 'phone', colorScheme: 'light', size: PHONE },
];

export async function startBrowser() {
  const { CHROMIUM = '/usr/bin/chromium' } = process.env;
  if (!existsSync(CHROMIUM)) throw new Error(`There is no Chromium at ${CHROMIUM}. Install it, or say where it is: CHROMIUM=…`);
  return chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
}

/** A tab of somebody, who is signed in unless `username` is absent. */
export async function openTab(browser, { url, aheadMs, username, password }) {
  const context = await browser.newContext({
    baseURL: url,
    viewport: WIDE,
    colorScheme: 'light',
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'UTC',
  });
  context.setDefaultTimeout(STEP_MS);
  const clock = readFileSync(new URL('./clock.cjs', import.meta.url), 'utf8');
  await context.addInitScript({ content: `globalThis.CLOCK_AHEAD_MS = ${aheadMs};\n(() => {${clock}})();` });
  const colours = CAMERAS[username];
  if (colours !== undefined) await context.addInitScript(replaceCamera, colours);
  const page = await context.newPage();
  if (username === undefined) return page;
  await page.goto('/sign-in');
  await page.getByLabel('Username').fill(username);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((address) => address.pathname === '/');
  return page;
}

/** Resolves when that is so in the page. Playwright's own waiting needs `eval`, which the app's policy forbids. */
export async function until(page, expression) {
  for (const end = Date.now() + STEP_MS; !(await page.evaluate(expression)); await delay(50)) {
    if (Date.now() > end) throw new Error(`Never so: ${expression}`);
  }
}

/** Everything is there, and nothing changes any more but clocks. Bounded: a page that is never still is photographed as it is. */
export async function rest(page) {
  const end = Date.now() + REST_MS;
  let [before, stillSince] = ['', Date.now()];
  while (Date.now() < end) {
    const now = await page.evaluate(`(async () => {
      await document.fonts.ready;
      const isLoading = document.querySelector('.animate-pulse, .animate-spin') !== null || /Connecting…/.test(document.body.textContent);
      const areLoaded = !isLoading && [...document.images].every((image) => image.complete);
      const boxes = document.querySelectorAll('body *').length;
      return [areLoaded, boxes, document.documentElement.scrollHeight, document.body.innerText.replace(/\\d+/g, '0')].join(' ');
    })()`);
    if (now !== before) [before, stillSince] = [now, Date.now()];
    else if (Date.now() - stillSince >= STILL_MS && now.startsWith('true')) return;
    await delay(50);
  }
}

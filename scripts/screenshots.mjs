// `npm run screenshots [-- <page> …]`: pictures of the web app's pages, filled by the demo, for the README and the guides. Each in light,
// dark and on a phone: docs/screenshots/<page>-<look>.png. Needs Chromium (CHROMIUM=/path/to/it); leaves nothing running.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { buildIfStale } from './build-state.mjs';
import { fill } from './demo/fill.mjs';
import { launchGateway } from './demo/gateway.mjs';
import { ADMIN, newPassword } from './demo/people.mjs';

import { LOOKS, openTab, rest, startBrowser } from './screenshots/browser.mjs';
import { showCode } from './screenshots/in-page.mjs';
import { PAGES } from './screenshots/pages.mjs';
import { smaller } from './screenshots/smaller.mjs';

/** All of it, the build left out. A minute is enough where nothing else is done. */
const DEADLINE_MS = 300_000;
const INTO = fileURLToPath(new URL('../docs/screenshots/', import.meta.url));
const CLOCK = fileURLToPath(new URL('./screenshots/clock.cjs', import.meta.url));
/** When the demo begins, and how much later the pages are looked at. */
const BEGIN = Date.UTC(2026, 2, 12, 16, 30);
const LATER_MS = 4 * 60_000;
/** In place of the session's own code, which is another one each time. */
const SHOWN_CODE = 'MATH42';

const undo = [];

async function cleanUp() {
  for (const step of undo.splice(0).reverse()) await step().catch((error) => console.error(error));
}

async function run(names) {
  const pages = names.length === 0 ? PAGES : PAGES.filter(({ name }) => names.includes(name));
  await buildIfStale();
  const timer = setTimeout(() => void end(new Error(`It took more than ${DEADLINE_MS / 1_000} s`)), DEADLINE_MS);
  undo.push(async () => clearTimeout(timer));
  const dataDir = await mkdtemp(join(tmpdir(), 'lyceum-screenshots-'));
  undo.push(() => rm(dataDir, { recursive: true, force: true }));
  const aheadMs = BEGIN - Date.now();
  const env = { PORT: '0', CLOCK_AHEAD_MS: String(aheadMs) };
  const gateway = launchGateway({ dataDir, admin: ADMIN.username, env, nodeOptions: ['--require', CLOCK] });
  undo.push(() => gateway.stop());
  const url = await Promise.race([gateway.url, gateway.ended.then((output) => Promise.reject(new Error(output)))]);
  const password = newPassword();
  const demo = await fill(url, password);
  undo.push(() => demo.leave());

  const browser = await startBrowser();
  undo.push(() => browser.close());
  const tabs = new Map();
  const tabOf = (username) => {
    if (!tabs.has(username)) tabs.set(username, openTab(browser, { url, aheadMs: aheadMs + LATER_MS, username, password }));
    return tabs.get(username);
  };
  await mkdir(INTO, { recursive: true });
  const around = { ...demo, tabOf };
  const failed = [];
  for (const page of pages) {
    try {
      await photograph(await tabOf(page.as), page, around);
      console.log(`${page.name} ✓`);
    } catch (error) {
      failed.push(page.name);
      console.error(`${page.name} ✗ ${error.message}`);
    }
  }
  if (failed.length > 0) throw new Error(`No pictures of: ${failed.join(', ')}. The old ones are as they were.`);
}

/** All looks of a page, and only then written: half of them would not fit together. */
async function photograph(tab, { name, path, arrive, reload = true }, around) {
  const [light] = LOOKS;
  await tab.setViewportSize(light.size);
  await tab.emulateMedia({ colorScheme: light.colorScheme });
  await tab.goto(typeof path === 'string' ? path : path(around));
  await arrive?.(tab, around);
  const taken = [];
  for (const { look, colorScheme, size } of LOOKS) {
    const isAnew = tab.viewportSize().width !== size.width;
    await tab.setViewportSize(size);
    await tab.emulateMedia({ colorScheme });
    // As it is on a phone from the start, not as a window that was made narrow.
    if (isAnew && reload) {
      await tab.reload();
      await arrive?.(tab, around);
    }
    await rest(tab);
    await tab.evaluate(showCode, [around.code, SHOWN_CODE]);
    taken.push([look, await tab.screenshot({ animations: 'disabled' })]);
  }
  for (const [look, picture] of taken) await writeFile(join(INTO, `${name}-${look}.png`), smaller(picture));
}

async function end(error) {
  if (error !== undefined) console.error(error instanceof Error ? error.message : error);
  await cleanUp();
  process.exit(error === undefined ? 0 : 1);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void end(new Error(signal)));
run(process.argv.slice(2)).then(() => end(), end);

import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { register } from '../support/accounts.js';
import { borrowGateway, type BorrowedGateway } from '../support/borrowed-gateway.js';
import { Chromium, STEP_MS } from '../support/chromium.js';
import { describeWith } from '../support/describe-with.js';
import { eventually } from '../support/wait.js';
import { ROOMY } from '../contract/settings.js';
import { DARK_DESKTOP, DESKTOP, PHONE } from '../support/web-app/devices.js';
import { barriersOn, complaintsOf, isTooWide } from '../support/web-app/faults.js';
import { signIn } from '../support/web-app/people.js';

/** Gzipped: what a phone loads before it shows the first page. */
const FIRST_LOAD_BYTES = 250_000;
const FOR_ALL = ['/', '/sign-in', '/register', '/guest', '/s/ABC234', '/s/wrong', '/test', '/nowhere'];
const FOR_THE_SIGNED_IN = ['/', '/messages', '/calls', '/mentors', '/notifications', '/settings', '/s/ZZZZZZ', '/nowhere'];

let gateway: BorrowedGateway;
let browser: Chromium;

describeWith(['chromium'], 'each page of the web app', () => {
  beforeAll(async () => {
    [gateway, browser] = await Promise.all([borrowGateway(ROOMY), Chromium.start()]);
  });
  afterEach(() => browser.closeAll());
  afterAll(async () => {
    await browser.stop();
    await gateway.giveBack();
  });

  describe.each([
    ['in light', DESKTOP],
    ['in dark', DARK_DESKTOP],
    ['on a phone', PHONE],
  ])('%s', (_, device) => {
    it('keeps nobody out, complains of nothing, and fits the screen', async () => {
      const page = await browser.open(`${gateway.httpUrl}/sign-in`, device);
      const complaints = complaintsOf(page);
      const faults: string[] = [];
      const look = async (path: string): Promise<void> => {
        await page.goto(gateway.httpUrl + path);
        await page.locator('h1, h2').first().waitFor();
        const barriers = await barriersOn(page);
        faults.push(
          ...barriers.map((barrier) => `${path}: ${barrier}`),
          ...((await isTooWide(page)) ? [`${path} is too wide`] : []),
        );
      };
      for (const path of FOR_ALL) await look(path);
      await page.goto(`${gateway.httpUrl}/sign-in`);
      await signIn(page, await register(gateway, 'ivo'));
      await page.getByRole('heading', { name: 'No rooms yet' }).waitFor();
      for (const path of FOR_THE_SIGNED_IN) await look(path);

      expect(faults).toEqual([]);
      expect(complaints).toEqual([]);
    });
  });

  it('has no barrier in the dialog of a new session', async () => {
    const page = await browser.open(`${gateway.httpUrl}/sign-in`, DESKTOP);
    await signIn(page, await register(gateway, 'ivo'));
    await page.getByRole('button', { name: 'Start session' }).click();
    await page.getByRole('dialog').waitFor();

    expect(await barriersOn(page)).toEqual([]);
  });

  it('is dark or light as the system is, or as somebody chose, also after a reload and from the first paint on', async () => {
    const page = await browser.open(`${gateway.httpUrl}/sign-in?to=/settings`, DESKTOP);
    const ground = (): Promise<string> => page.evaluate<string>('getComputedStyle(document.documentElement).backgroundColor');
    const becomes = (check: (colour: string) => void): Promise<void> => eventually(async () => check(await ground()), STEP_MS);
    await signIn(page, await register(gateway, 'ivo'));
    const light = await ground();
    await page.getByRole('radio', { name: 'Dark' }).click();
    await becomes((colour) => expect(colour).not.toBe(light));
    const dark = await ground();

    // Without the app's own script there is nothing but the page and what is loaded before it is painted.
    await page.route('**/assets/*.js', (route) => route.abort());
    await page.reload();
    expect(await ground()).toBe(dark);
    await page.unroute('**/assets/*.js');

    await page.reload();
    await page.getByRole('radio', { name: 'System' }).click();
    await becomes((colour) => expect(colour).toBe(light));
    await page.emulateMedia({ colorScheme: 'dark' });
    await becomes((colour) => expect(colour).toBe(dark));
  });

  it.each(['/', '/sign-in', '/s/ABC234'])(
    `loads less than ${FIRST_LOAD_BYTES / 1_000} KB, gzipped, before %s is shown`,
    async (path) => {
      const page = await browser.open('about:blank', DESKTOP);
      await page.setExtraHTTPHeaders({ 'accept-encoding': 'gzip' });
      const sizes: number[] = [];
      const encodings = new Set<string | undefined>();
      page.on('response', (response) => {
        const { 'content-length': length, 'content-encoding': encoding } = response.headers();
        sizes.push(Number(length));
        if (response.url().endsWith('.js')) encodings.add(encoding);
      });
      await page.goto(gateway.httpUrl + path, { waitUntil: 'networkidle' });
      const bytes = sizes.reduce((sum, size) => sum + size);

      // What is tiny goes as it is.
      expect(encodings).toContain('gzip');
      expect(encodings).not.toContain('br');
      expect(bytes).toBeGreaterThan(50_000);
      expect(bytes).toBeLessThan(FIRST_LOAD_BYTES);
    },
  );

  it('says at once what to do where a page is none', async () => {
    const page = await browser.open(`${gateway.httpUrl}/nowhere`, DESKTOP);
    await page.getByRole('heading', { name: 'There is no such page' }).waitFor();
    await page.getByRole('link', { name: 'Go to the start page' }).click();
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.waitForFunction(`document.title === 'Lyceum'`);
  });
});

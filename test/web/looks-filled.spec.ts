import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { Chromium, STEP_MS } from '../support/chromium.js';
import { FILLED_MS, filled, runDemo, type Demo } from '../support/demo.js';
import { describeWith } from '../support/describe-with.js';
import { call } from '../support/http-client.js';
import type { JsonObject } from '../support/inbox.js';
import type { ServerProcess } from '../support/processes.js';
import { SocketClient } from '../support/socket-client.js';
import { freshDirectory } from '../support/test-run.js';
import { eventually } from '../support/wait.js';
import { DARK_DESKTOP, DESKTOP, PHONE } from '../support/web-app/devices.js';
import { barriersOn, complaintsOf, isTooWide } from '../support/web-app/faults.js';
import { isGreeted, signIn } from '../support/web-app/people.js';
import { messagesOf } from '../support/web-app/sessions.js';
import { Playground } from './playground-page.js';

/** A page, and what stands on it when what people did has come. */
type Shown = readonly [path: string, text: string];

const ADMINISTRATION: readonly Shown[] = [
  ['/admin', 'Connections'],
  ['/admin/people', 'Camille'],
  ['/admin/rooms', 'Reading circle: short stories'],
  ['/admin/webhooks', 'The school’s own backend (of this demo)'],
  ['/admin/security', 'Grace'],
  ['/admin/keys', 'What a key can do'],
  ['/mentors', 'Thomas'],
];
const CHECKED_MS = 90_000;

describeWith(['chromium'], 'each page of the web app, with people and what they say in it,', () => {
  let demo: ServerProcess;
  let gateway: Demo;
  let browser: Chromium;
  const ids = new Map<string, string>();
  const tokens = new Map<string, string>();

  const get = async (username: string, path: string): Promise<JsonObject> => {
    const { status, body } = await call(gateway, 'GET', path, { token: tokens.get(username) ?? '' });
    expect([path, status]).toEqual([path, 200]);
    return body;
  };

  beforeAll(async () => {
    demo = runDemo(freshDirectory('demo'));
    [gateway, browser] = await Promise.all([filled(demo), Chromium.start()]);
    for (const username of ['Amara', 'Leila', 'Grace', 'Kenji']) {
      const { body } = await call(gateway, 'POST', '/api/auth/login', { body: { username, password: gateway.password } });
      ids.set(username, (body.user as { id: string }).id);
      tokens.set(username, body.token as string);
    }
  }, FILLED_MS + 5_000);
  afterEach(async () => {
    SocketClient.closeAll();
    await browser.closeAll();
  });
  afterAll(async () => {
    await browser.stop();
    await demo.kill();
  });

  describe.each([
    ['in light', DESKTOP],
    ['in dark', DARK_DESKTOP],
    ['on a phone', PHONE],
  ])('%s', (_, device) => {
    const openAs = async (username: string): Promise<Page> => {
      const page = await browser.open(`${gateway.httpUrl}/sign-in`, device);
      await signIn(page, { username, password: gateway.password });
      await isGreeted(page, username);
      return page;
    };
    /** What is wrong with it as it is now. */
    const faultsOf = async (page: Page, name: string): Promise<string[]> => [
      ...(await barriersOn(page)).map((barrier) => `${name}: ${barrier}`),
      ...((await isTooWide(page)) ? [`${name} is too wide`] : []),
    ];
    const look = async (page: Page, pages: readonly Shown[]): Promise<void> => {
      const complaints = complaintsOf(page);
      const faults: string[] = [];
      for (const [path, text] of pages) {
        await page.goto(gateway.httpUrl + path);
        await page.locator('h1').first().waitFor();
        await page.locator('main').getByText(text, { exact: false }).filter({ visible: true }).first().waitFor();
        faults.push(...(await faultsOf(page, path)));
      }
      expect(faults).toEqual([]);
      expect(complaints).toEqual([]);
    };

    it('is good for students', async () => {
      const page = await openAs('Amara');
      await look(page, [
        ['/', 'Organic chemistry, week 6'],
        [`/s/${gateway.code}`, 'Lars'],
        ['/messages', 'Which story shall we read next?'],
        [`/messages/${ids.get('Kenji')}`, 'could you explain number 16'],
        ['/calls', 'Mateo'],
        ['/mentors', 'Thomas'],
        ['/notifications', 'Exam revision: thermodynamics'],
        ['/settings', 'This one'],
      ]);
    });

    it('is good for mentors', async () => {
      const socket = await SocketClient.connect(gateway, { auth: { token: tokens.get('Leila'), dialect: 'lyceum' } });
      await socket.request('mentors:set', { availability: 'available' });
      const page = await openAs('Leila');
      await look(page, [
        ['/mentors', 'how do I choose the signs in Kirchhoff’s loops?'],
        ['/notifications', 'Exam revision: thermodynamics'],
      ]);
    });

    it('is good for administrators', async () => {
      const page = await openAs('Grace');
      const [webhook] = (await get('Grace', '/api/admin/webhooks')).webhooks as [{ id: string }];
      await look(page, [...ADMINISTRATION, [`/admin/webhooks/${webhook.id}`, 'message.created']]);
    });

    it('is good for guests', async () => {
      const page = await browser.open(`${gateway.httpUrl}/s/${gateway.code}`, device);
      await page.getByLabel('Your name').fill('Gwen');
      await page.getByRole('button', { name: 'Join the session' }).click();
      await messagesOf(page).getByRole('listitem').last().waitFor();
      expect(await faultsOf(page, 'the session')).toEqual([]);
      await look(page, [
        ['/', 'Calculus: integration by parts'],
        ['/mentors', 'Thomas'],
        ['/settings', 'Gwen'],
      ]);
    });

    it('is good for those who try the protocols', async () => {
      const playground = await Playground.open(browser, gateway, device);
      const { page } = playground;
      const complaints = complaintsOf(page);
      const ana = playground.client('Ana');
      await ana.connect('lyceum');
      await ana.send('rooms:create – makes a room with a code');
      const answer = ana.frame('430[{"ok":true');
      await answer.waitFor();
      await answer.locator('summary').click();
      const faults = await faultsOf(page, 'the connection');
      await playground.checks();
      await page.getByRole('button', { name: 'Check all six dialects' }).click();
      await page
        .getByRole('status')
        .getByText(/served as|not served/)
        .waitFor({ timeout: CHECKED_MS });
      await eventually(async () => expect(await page.locator('[aria-busy=true]').count()).toBe(0), STEP_MS);
      faults.push(...(await faultsOf(page, 'the self-check')));

      expect(faults).toEqual([]);
      expect(complaints).toEqual([]);
    });
  });
});

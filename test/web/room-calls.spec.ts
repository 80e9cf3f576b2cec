import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { ROOMY } from '../contract/settings.js';
import { borrowGateway, type BorrowedGateway } from '../support/borrowed-gateway.js';
import { Chromium } from '../support/chromium.js';
import { describeWith } from '../support/describe-with.js';
import { SocketClient } from '../support/socket-client.js';
import { callOf, controlOf, hasLetGo, openForCalls, openForCallsAs, sees } from '../support/web-app/call-pages.js';
import { PHONE } from '../support/web-app/devices.js';
import { barriersOn, complaintsOf, isTooWide } from '../support/web-app/faults.js';
import { makeSession, say, type TestSession } from '../support/web-app/sessions.js';

const CALLING = {
  ...ROOMY,
  RATE_CALL_PER_MINUTE: '1000',
  RATE_SIGNAL_PER_SECOND: '1000',
  CALL_RING_SECONDS: '110',
  CALL_GRACE_SECONDS: '60',
};
const TEST_MS = 240_000;

let gateway: BorrowedGateway;
let browser: Chromium;

/** A guest in the session, ready for calls. */
async function guestIn({ code, title }: TestSession, name: string, device = {}): Promise<Page> {
  const page = await openForCalls(browser, `${gateway.httpUrl}/s/${code}`, device);
  await page.getByLabel('Your name').fill(name);
  await page.getByRole('button', { name: 'Join the session' }).click();
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
  return page;
}

async function ownerOf(session: TestSession): Promise<Page> {
  const page = await openForCallsAs(browser, gateway, session.owner, { path: `/s/${session.code}` });
  await page.getByRole('heading', { level: 1, name: session.title }).waitFor();
  return page;
}

async function start(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Start a video call' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Start the call' }).click();
  await callOf(page).getByText('Nobody else is here yet').waitFor();
}

async function join(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Join the call' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Join', exact: true }).click();
  await callOf(page).waitFor();
}

/** Somebody else, in the call. */
const tileOf = (page: Page, name: string): Locator => callOf(page).getByRole('group', { name, exact: true });

describeWith(['chromium'], 'calls of a session in the web app', () => {
  beforeAll(async () => {
    [gateway, browser] = await Promise.all([borrowGateway(CALLING), Chromium.start()]);
  }, TEST_MS);
  afterEach(async () => {
    SocketClient.closeAll();
    await browser.closeAll();
  });
  afterAll(async () => {
    await browser.stop();
    await gateway.giveBack();
  });

  it(
    'bring three together, guests too, also who comes into the session later',
    async () => {
      const session = await makeSession(gateway, 'Geometry');
      const { username } = session.owner;
      const owners = await ownerOf(session);
      const complaints = complaintsOf(owners);
      await start(owners);
      const gustavs = await guestIn(session, 'Gustav');
      await gustavs.getByText(`In a call: ${username}`).waitFor();
      await join(gustavs);
      await tileOf(owners, 'Gustav').waitFor();
      const hannas = await guestIn(session, 'Hanna', { device: PHONE });
      await hannas.getByText(`In a call: ${username} and Gustav`).waitFor();
      expect(await barriersOn(hannas)).toEqual([]);
      expect(await isTooWide(hannas)).toBe(false);
      await join(hannas);

      // Each from each.
      await Promise.all([owners, gustavs, hannas].map((page) => sees(page, undefined, 2)));
      for (const [page, ...others] of [
        [owners, 'Gustav', 'Hanna'],
        [gustavs, username, 'Hanna'],
        [hannas, username, 'Gustav'],
      ] as const) {
        for (const name of others) await tileOf(page, name).locator('video').waitFor();
      }
      expect(await isTooWide(hannas)).toBe(false);
      await controlOf(gustavs, 'Hang up').click();
      for (const page of [owners, hannas]) await tileOf(page, 'Gustav').waitFor({ state: 'detached' });
      // Who left sees who is there, and may come back.
      await gustavs.getByText(`In a call: ${username} and Hanna`).waitFor();
      await controlOf(hannas, 'Hang up').click();
      await gustavs.getByText(`In a call: ${username}`, { exact: true }).waitFor();
      await join(gustavs);
      await tileOf(owners, 'Gustav').waitFor();
      await Promise.all([owners, gustavs].map((page) => sees(page)));
      await hasLetGo(hannas);
      expect(complaints).toEqual([]);
    },
    TEST_MS,
  );

  it(
    'go on while one writes in the session, and are over for all to see',
    async () => {
      const session = await makeSession(gateway, 'Algebra');
      const owners = await ownerOf(session);
      const gustavs = await guestIn(session, 'Gustav');
      await start(owners);
      await callOf(owners).press('Escape');
      await callOf(owners).waitFor({ state: 'hidden' });
      await say(owners, 'Who wants to talk?');
      const bar = gustavs.getByText(`In a call: ${session.owner.username}`);
      await bar.waitFor();
      // What it was is not told to the page of before.
      await gustavs.reload();
      await bar.waitFor();
      await owners.getByRole('button', { name: 'Hang up' }).click();
      await bar.waitFor({ state: 'detached' });
      await gustavs.getByRole('button', { name: 'Start a video call' }).waitFor();
    },
    TEST_MS,
  );
});

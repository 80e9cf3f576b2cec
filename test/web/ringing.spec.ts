import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { ROOMY } from '../contract/settings.js';
import { register, type TestAccount } from '../support/accounts.js';
import { borrowGateway, type BorrowedGateway } from '../support/borrowed-gateway.js';
import { Chromium, STEP_MS } from '../support/chromium.js';
import { describeWith } from '../support/describe-with.js';
import { SocketClient } from '../support/socket-client.js';
import { callFrom, callOf, controlOf, hasLetGo, openForCallsAs, ringingOf } from '../support/web-app/call-pages.js';
import { PHONE } from '../support/web-app/devices.js';
import { barriersOn, complaintsOf, isTooWide } from '../support/web-app/faults.js';
import { ask, composerOf, makeSession } from '../support/web-app/sessions.js';

const CALLING = {
  ...ROOMY,
  RATE_CALL_PER_MINUTE: '1000',
  RATE_SIGNAL_PER_SECOND: '1000',
  CALL_RING_SECONDS: '110',
  CALL_GRACE_SECONDS: '60',
};
const TEST_MS = 120_000;

let gateway: BorrowedGateway;
let browser: Chromium;

const newcomer = (stem: string): Promise<TestAccount> => register(gateway, stem);

/** Somebody, in the conversation with the other, who has been here: before nobody knows their name. */
async function openWith(account: TestAccount, other: TestAccount): Promise<Page> {
  const page = await openForCallsAs(browser, gateway, account, { path: `/messages/${other.id}` });
  await page.getByRole('heading', { level: 1, name: other.username }).waitFor();
  return page;
}

const historyRow = (page: Page, name: string) =>
  page.getByRole('list', { name: 'Your calls' }).getByRole('listitem').filter({ hasText: name });

describeWith(['chromium'], 'ringing in the web app', () => {
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
    'comes over whatever page one is on, and what one types there answers nothing',
    async () => {
      const [ada, ben] = [await newcomer('ada'), await newcomer('ben')];
      const session = await makeSession(gateway, 'Geometry');
      const bens = await openForCallsAs(browser, gateway, ben, { path: `/s/${session.code}` });
      const adas = await openWith(ada, ben);
      const complaints = complaintsOf(bens);
      await bens.getByRole('heading', { level: 1, name: 'Geometry' }).waitFor();
      await composerOf(bens).pressSequentially('A thought');
      await callFrom(adas, ben.username);
      const ringing = ringingOf(bens, ada.username);
      await ringing.waitFor();
      expect(await bens.title()).toBe(`${ada.username} is calling`);
      await ringing.and(bens.locator(':focus')).waitFor();
      await bens.keyboard.press('Enter');
      await bens.keyboard.press('Space');
      expect(await barriersOn(bens)).toEqual([]);
      await ringing.getByRole('button', { name: 'Close' }).click();

      // It rings on in silence, and can be answered.
      await bens.getByText(`${ada.username} is calling`).waitFor();
      await bens.getByRole('button', { name: 'Accept' }).click();
      await ringing.getByRole('button', { name: 'Accept voice only' }).click();
      await controlOf(bens, 'Hang up').click();
      await callOf(adas).getByText(`${ben.username} has hung up`).first().waitFor();
      expect(await composerOf(bens).inputValue()).toBe('A thought');
      expect(complaints).toEqual([]);
    },
    TEST_MS,
  );

  it(
    'comes on each page that there is',
    async () => {
      const [ada, ben] = [await newcomer('ada'), await newcomer('ben')];
      const socket = await SocketClient.connect(gateway, { auth: { token: ada.token, dialect: 'lyceum' } });
      const bens = await openForCallsAs(browser, gateway, ben);
      for (const path of [
        '/',
        '/messages',
        `/messages/${ada.id}`,
        '/mentors',
        '/notifications',
        '/calls',
        '/settings',
        '/test',
      ]) {
        await bens.goto(gateway.httpUrl + path);
        await bens.getByRole('heading', { level: 1 }).waitFor();
        await bens.getByText('Connected', { exact: true }).first().waitFor({ state: 'attached' });
        await ask(socket, 'calls:start', { to: { id: ben.id }, kind: 'audio', offer: { type: 'offer', sdp: 'v=0' } });
        await ringingOf(bens, ada.username).getByRole('button', { name: 'Decline', exact: true }).click();
        await socket.next('calls:ended', { endReason: 'declined' }, STEP_MS);
        await ringingOf(bens, ada.username).waitFor({ state: 'hidden' });
      }
      await hasLetGo(bens);
    },
    TEST_MS,
  );

  it(
    'ends on all devices and in all tabs when one of them answers',
    async () => {
      const [ada, ben] = [await newcomer('ada'), await newcomer('ben')];
      const desk = await openForCallsAs(browser, gateway, ben);
      const phone = await openForCallsAs(browser, gateway, ben, { device: PHONE });
      const adas = await openWith(ada, ben);
      const tab = await desk.context().newPage();
      await tab.goto(`${gateway.httpUrl}/settings`);
      await tab.getByText('Connected', { exact: true }).waitFor({ state: 'attached' });
      await callFrom(adas, ben.username);
      for (const page of [desk, tab, phone]) await ringingOf(page, ada.username).waitFor();
      expect(await isTooWide(phone)).toBe(false);
      expect(await barriersOn(phone)).toEqual([]);
      await ringingOf(phone, ada.username).getByRole('button', { name: 'Accept with video' }).tap();

      await controlOf(phone, 'Hang up').waitFor();
      for (const page of [desk, tab]) {
        await ringingOf(page, ada.username).waitFor({ state: 'hidden' });
        expect(await callOf(page).count()).toBe(0);
      }
    },
    TEST_MS,
  );

  it('tells the caller why somebody declines, and offers to write instead', async () => {
    const [ada, ben] = [await newcomer('ada'), await newcomer('ben')];
    const bens = await openForCallsAs(browser, gateway, ben);
    const adas = await openWith(ada, ben);
    await callFrom(adas, ben.username, 'audio');
    const ringing = ringingOf(bens, ada.username);
    await ringing.getByRole('button', { name: 'Decline with a reason' }).click();
    await ringing.getByLabel('Or in your own words').fill('After lunch');
    await ringing.getByRole('button', { name: 'Decline', exact: true }).click();

    await callOf(adas).getByText('After lunch').waitFor();
    await callOf(adas).getByRole('button', { name: 'Call again' }).waitFor();
    expect(await barriersOn(adas)).toEqual([]);
    await callOf(adas).getByRole('button', { name: 'Message', exact: true }).click();
    await composerOf(adas).waitFor();
    await ringing.waitFor({ state: 'hidden' });
  });

  it('says who is in another call, and who can’t be reached', async () => {
    const [ada, ben, cleo] = [await newcomer('ada'), await newcomer('ben'), await newcomer('cleo')];
    const bens = await openForCallsAs(browser, gateway, ben);
    const [adas, cleos] = [await openWith(ada, ben), await openWith(cleo, ben)];
    await callFrom(adas, ben.username, 'audio');
    await ringingOf(bens, ada.username).getByRole('button', { name: 'Accept', exact: true }).click();
    await controlOf(bens, 'Hang up').waitFor();
    await callFrom(cleos, ben.username, 'audio');
    await callOf(cleos).getByText(`${ben.username} is in another call`).first().waitFor();

    await bens.close();
    await callOf(cleos).getByRole('button', { name: 'Close' }).click();
    await controlOf(adas, 'Hang up').click();
    await callFrom(cleos, ben.username, 'audio');
    await callOf(cleos).getByText(`${ben.username} can’t be reached right now`).first().waitFor();
  });

  it(
    'that was missed is told, and stands in the history with the way to call back',
    async () => {
      const [ada, ben] = [await newcomer('ada'), await newcomer('ben')];
      const bens = await openForCallsAs(browser, gateway, ben);
      const adas = await openWith(ada, ben);
      await callFrom(adas, ben.username);
      await ringingOf(bens, ada.username).waitFor();
      await controlOf(adas, 'Hang up').click();
      await bens.getByText(`You missed a call from ${ada.username}.`).first().waitFor();
      await adas.getByRole('link', { name: 'Calls', exact: true }).click();
      await historyRow(adas, ben.username).getByText('Cancelled').waitFor();

      await bens.goto(`${gateway.httpUrl}/calls`);
      await historyRow(bens, ada.username).getByText('Missed').waitFor();
      expect(await barriersOn(bens)).toEqual([]);
      await historyRow(bens, ada.username)
        .getByRole('button', { name: `Call ${ada.username}`, exact: true })
        .click();
      await bens.getByRole('dialog').getByRole('button', { name: 'Call', exact: true }).click();
      await ringingOf(adas, ben.username).getByRole('button', { name: 'Accept', exact: true }).click();
      await controlOf(adas, 'Hang up').click();
      await callOf(bens).getByRole('button', { name: 'Close' }).click();

      await historyRow(bens, ada.username).getByText('Outgoing').waitFor();
      await historyRow(adas, ben.username).getByText('Incoming').waitFor();
      await bens.setViewportSize({ width: 390, height: 844 });
      expect(await isTooWide(bens)).toBe(false);
    },
    TEST_MS,
  );
});

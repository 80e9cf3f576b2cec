import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { ROOMY } from '../contract/settings.js';
import { register, type TestAccount } from '../support/accounts.js';
import { borrowGateway, type BorrowedGateway } from '../support/borrowed-gateway.js';
import { Chromium } from '../support/chromium.js';
import { describeWith } from '../support/describe-with.js';
import {
  callFrom,
  callOf,
  controlOf,
  openForCallsAs,
  ringingOf,
  sees,
  type CallPageOptions,
} from '../support/web-app/call-pages.js';
import { PHONE } from '../support/web-app/devices.js';
import { barriersOn, complaintsOf, isTooWide } from '../support/web-app/faults.js';

const CALLING = { ...ROOMY, RATE_CALL_PER_MINUTE: '1000', RATE_SIGNAL_PER_SECOND: '1000' };
const TEST_MS = 120_000;

let gateway: BorrowedGateway;
let browser: Chromium;

interface Two {
  ada: TestAccount;
  ben: TestAccount;
  /** Ada, in the conversation with Ben. */
  adas: Page;
  /** Ben, on the start page. */
  bens: Page;
}

async function two(options: { adas?: CallPageOptions; bens?: CallPageOptions } = {}): Promise<Two> {
  const [ada, ben] = await Promise.all([register(gateway, 'ada'), register(gateway, 'ben')]);
  const [adas, bens] = await Promise.all([
    openForCallsAs(browser, gateway, ada, { ...options.adas, path: `/messages/${ben.id}` }),
    openForCallsAs(browser, gateway, ben, options.bens),
  ]);
  await adas.getByRole('heading', { level: 1, name: ben.username }).waitFor();
  return { ada, ben, adas, bens };
}

/** The two in a call with video. */
async function twoTalking(options: Parameters<typeof two>[0] = {}): Promise<Two> {
  const all = await two(options);
  const { ada, ben, adas, bens } = all;
  await callFrom(adas, ben.username);
  await callOf(adas).getByText(`Calling ${ben.username}…`).waitFor();
  await ringingOf(bens, ada.username).getByRole('button', { name: 'Accept with video' }).click();
  await Promise.all([sees(adas), sees(bens)]);
  return all;
}

describeWith(['chromium'], 'a call in the web app', () => {
  beforeAll(async () => {
    [gateway, browser] = await Promise.all([borrowGateway(CALLING), Chromium.start()]);
  }, TEST_MS);
  afterEach(() => browser.closeAll());
  afterAll(async () => {
    await browser.stop();
    await gateway.giveBack();
  });

  it(
    'carries pictures both ways, a screen in their place, and who is muted',
    async () => {
      const { ada, adas, bens } = await twoTalking();
      const complaints = [complaintsOf(adas), complaintsOf(bens)];
      await controlOf(adas, 'Share your screen').click();
      await callOf(bens)
        .getByRole('group', { name: `${ada.username} shares the screen` })
        .waitFor();
      await sees(bens, ({ isSquare }) => isSquare);
      await controlOf(adas, 'Stop sharing your screen').click();
      await callOf(bens).getByRole('group', { name: ada.username, exact: true }).waitFor();
      await sees(bens, ({ isSquare }) => !isSquare);

      await controlOf(adas, 'Mute').click();
      const hers = callOf(bens).getByRole('group', { name: ada.username, exact: true });
      await hers.getByText('muted').waitFor();
      await controlOf(adas, 'Unmute').click();
      await hers.getByText('muted').waitFor({ state: 'detached' });
      await controlOf(adas, 'Turn camera off').click();
      await hers.locator('video').waitFor({ state: 'detached' });
      await callOf(bens)
        .getByRole('button', { name: /^Connection: / })
        .click();
      await bens.getByText('kbit/s').first().waitFor();
      expect(await barriersOn(bens)).toEqual([]);

      await controlOf(adas, 'Hang up').click();
      await callOf(bens).getByText(`${ada.username} has hung up`).first().waitFor();
      await callOf(adas).waitFor({ state: 'hidden' });
      expect(await barriersOn(bens)).toEqual([]);
      expect(complaints.flat()).toEqual([]);
    },
    TEST_MS,
  );

  it(
    'goes on in a bar with a small picture while one looks at other pages, and comes back from there',
    async () => {
      const { ben, adas, bens } = await twoTalking();
      await bens.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Settings' }).click();
      await bens.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
      await callOf(bens).waitFor({ state: 'hidden' });
      await sees(bens);
      expect(await barriersOn(bens)).toEqual([]);

      await bens.getByRole('button', { name: 'Back to the call' }).first().click();
      await callOf(bens).waitFor();
      await callOf(bens).press('Escape');
      await callOf(bens).waitFor({ state: 'hidden' });
      await bens.getByRole('button', { name: 'Hang up' }).click();
      await callOf(adas).getByText(`${ben.username} has hung up`).first().waitFor();
    },
    TEST_MS,
  );

  it(
    'is gone on with after a reload of the page',
    async () => {
      const { ada, adas, bens } = await twoTalking();
      await bens.reload();
      await bens.getByText(`Your call with ${ada.username} goes on.`).waitFor();
      await bens.getByRole('button', { name: 'Go on here' }).click();

      await Promise.all([sees(adas), sees(bens)]);
    },
    TEST_MS,
  );

  it(
    'is as large as the screen of a phone, and a small picture there while one reads on',
    async () => {
      const { bens } = await twoTalking({ bens: { device: PHONE } });
      expect(await isTooWide(bens)).toBe(false);
      expect(await barriersOn(bens)).toEqual([]);
      await callOf(bens).getByRole('button', { name: 'Make the call small' }).tap();
      await callOf(bens).waitFor({ state: 'hidden' });
      await sees(bens);
      expect(await isTooWide(bens)).toBe(false);
      // The bar has one, and so has the picture.
      await bens.getByRole('button', { name: 'Back to the call' }).nth(1).tap();
      await callOf(bens).waitFor();
    },
    TEST_MS,
  );

  it('can be led with the keyboard, and takes no keys from other pages', async () => {
    const { ada, ben, adas, bens } = await two();
    await callFrom(adas, ben.username, 'audio');
    await ringingOf(bens, ada.username).getByRole('button', { name: 'Accept', exact: true }).click();
    await controlOf(bens, 'Mute').waitFor();
    await callOf(bens).press('m');
    await controlOf(bens, 'Unmute').waitFor();
    await callOf(bens).press('d');
    const devices = bens.getByRole('dialog', { name: 'Camera, microphone, speaker' });
    await devices.press('Escape');
    await devices.waitFor({ state: 'hidden' });
    await callOf(bens).press('Shift+H');

    await callOf(adas).getByText(`${ben.username} has hung up`).first().waitFor();
  });

  it('says how to allow the microphone where the browser refuses it', async () => {
    const { ada, ben, adas, bens } = await two({ bens: { without: 'refused' } });
    await callFrom(adas, ben.username);
    const ringing = ringingOf(bens, ada.username);
    await ringing.getByRole('button', { name: 'Accept with video' }).click();

    await ringing.getByText('This page may not use your camera or microphone.').waitFor();
    await ringing.getByText('How to allow them').click();
    await ringing.getByText(/Press the picture before the address/).waitFor();
    await ringing.getByRole('button', { name: 'Decline', exact: true }).click();
    await callOf(adas).getByText(`${ben.username} can’t talk now`).first().waitFor();
  });

  it(
    'is one of voices where there is no camera',
    async () => {
      const { ada, ben, adas, bens } = await two({ adas: { without: 'no camera' } });
      await adas.getByRole('button', { name: `Call ${ben.username} with video` }).click();
      const look = adas.getByRole('dialog', { name: `Call ${ben.username}` });
      await look.getByText('No camera was found.', { exact: false }).waitFor();
      await look.getByRole('button', { name: 'Call', exact: true }).click();
      await ringingOf(bens, ada.username).getByRole('button', { name: 'Accept with video' }).click();

      await sees(adas);
      await controlOf(adas, 'Turn camera on').waitFor();
      await callOf(bens).getByRole('group', { name: ada.username, exact: true }).waitFor();
      await callOf(bens).getByText('Connecting…').waitFor({ state: 'detached' });
      await callOf(bens).getByText('You are in the call').waitFor({ state: 'detached' });
    },
    TEST_MS,
  );

  it('lets one look at oneself first, with the camera off or on', async () => {
    const { ben, adas } = await two();
    await adas.getByRole('button', { name: `Call ${ben.username} with video` }).click();
    const dialog = adas.getByRole('dialog', { name: `Call ${ben.username}` });
    await dialog.getByLabel('Your camera').waitFor();
    await dialog
      .getByLabel('Camera', { exact: true })
      .and(adas.locator('select'))
      .locator('option')
      .first()
      .waitFor({ state: 'attached' });
    expect(await barriersOn(adas)).toEqual([]);
    await dialog.getByRole('switch', { name: /^Camera/ }).click();
    await dialog.getByText('Your camera is off').waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'hidden' });
  });
});

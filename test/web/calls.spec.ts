import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { ROOMY } from '../contract/settings.js';
import { register, type TestAccount } from '../support/accounts.js';
import { borrowGateway, type BorrowedGateway } from '../support/borrowed-gateway.js';
import { Chromium } from '../support/chromium.js';
import { describeWith } from '../support/describe-with.js';
import { SocketClient } from '../support/socket-client.js';
import { callFrom, callOf, controlOf, openForCalls, openForCallsAs, ringingOf, sees } from '../support/web-app/call-pages.js';
import { PHONE } from '../support/web-app/devices.js';
import { barriersOn, complaintsOf, isTooWide } from '../support/web-app/faults.js';
import { makeSession } from '../support/web-app/sessions.js';

const CALLING = { ...ROOMY, RATE_CALL_PER_MINUTE: '1000', RATE_SIGNAL_PER_SECOND: '1000' };
const TEST_MS = 90_000;

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

async function two(options: { bens?: Parameters<typeof openForCallsAs>[3] } = {}): Promise<Two> {
  const [ada, ben] = await Promise.all([register(gateway, 'ada'), register(gateway, 'ben')]);
  const [adas, bens] = await Promise.all([
    openForCallsAs(browser, gateway, ada, { path: `/messages/${ben.id}` }),
    openForCallsAs(browser, gateway, ben, options.bens),
  ]);
  await adas.getByRole('heading', { level: 1, name: ben.username }).waitFor();
  return { ada, ben, adas, bens };
}

describeWith(['chromium'], 'calls in the web app', () => {
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
    'rings on whatever page the other is, carries pictures both ways, and a screen in their place',
    async () => {
      const { ada, ben, adas, bens } = await two();
      const complaints = [complaintsOf(adas), complaintsOf(bens)];
      await callFrom(adas, ben.username);
      await callOf(adas).getByText(`Calling ${ben.username}…`).waitFor();
      await ringingOf(bens, ada.username).getByRole('button', { name: 'Accept with video' }).click();
      await Promise.all([sees(adas), sees(bens)]);

      await controlOf(adas, 'Share your screen').click();
      await sees(bens, ({ isSquare }) => isSquare);
      await callOf(bens)
        .getByRole('group', { name: `${ada.username} shares the screen` })
        .waitFor();
      await controlOf(adas, 'Stop sharing your screen').click();
      await sees(bens, ({ isSquare }) => !isSquare);

      await controlOf(adas, 'Mute').click();
      await callOf(bens).getByRole('group', { name: ada.username }).getByText('muted').waitFor();
      await controlOf(adas, 'Hang up').click();
      await callOf(bens).getByText(`${ada.username} has hung up`).first().waitFor();
      await callOf(adas).waitFor({ state: 'hidden' });
      expect(complaints.flat()).toEqual([]);
    },
    TEST_MS,
  );

  it(
    'goes on in a bar while one looks at other pages, and comes back from there',
    async () => {
      const { ada, ben, adas, bens } = await two();
      await callFrom(adas, ben.username);
      await ringingOf(bens, ada.username).getByRole('button', { name: 'Accept with video' }).click();
      await sees(bens);
      await bens.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Settings' }).click();
      await bens.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
      await callOf(bens).waitFor({ state: 'hidden' });
      await sees(bens);

      await bens.getByRole('button', { name: 'Back to the call' }).click();
      await callOf(bens).waitFor();
      await callOf(bens).press('Escape');
      await callOf(bens).waitFor({ state: 'hidden' });
      await bens.getByRole('button', { name: 'Hang up' }).click();
      await callOf(adas).getByText(`${ben.username} has hung up`).first().waitFor();
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
    await bens.getByRole('dialog', { name: 'Camera, microphone, speaker' }).waitFor();
    await bens.keyboard.press('Escape');
    await callOf(bens).press('Shift+H');

    await callOf(adas).getByText(`${ben.username} has hung up`).first().waitFor();
  });

  it('tells the caller why somebody declines, and offers to write instead', async () => {
    const { ada, ben, adas, bens } = await two();
    await callFrom(adas, ben.username, 'audio');
    const ringing = ringingOf(bens, ada.username);
    await ringing.getByRole('button', { name: 'Decline with a reason' }).click();
    await ringing.getByLabel('What shall they read?').fill('After lunch');
    await ringing.getByRole('button', { name: 'Decline', exact: true }).click();

    await callOf(adas).getByText('After lunch').waitFor();
    await callOf(adas).getByRole('button', { name: 'Call again' }).waitFor();
    await callOf(adas).getByRole('button', { name: 'Write a message' }).click();
    await adas.getByRole('heading', { level: 1, name: ben.username }).waitFor();
    await ringing.waitFor({ state: 'hidden' });
  });

  it('tells who was missed, and lists it with the way to call back', async () => {
    const { ada, ben, adas, bens } = await two();
    await callFrom(adas, ben.username);
    await ringingOf(bens, ada.username).waitFor();
    await controlOf(adas, 'Hang up').click();
    await bens.getByText(`You missed a call from ${ada.username}.`).first().waitFor();

    await bens.goto(`${gateway.httpUrl}/calls`);
    const row = bens.getByRole('list', { name: 'Your calls' }).getByRole('listitem').filter({ hasText: ada.username });
    await row.getByText('Missed').waitFor();
    await row.getByRole('button', { name: `Call ${ada.username} with video` }).waitFor();
    expect(await barriersOn(bens)).toEqual([]);
    await adas.goto(`${gateway.httpUrl}/calls`);
    await adas.getByRole('listitem').filter({ hasText: ben.username }).getByText('Cancelled').waitFor();
  });

  it('says how to allow the camera where the browser refuses it', async () => {
    const { ada, ben, adas, bens } = await two({ bens: { refusing: true } });
    await callFrom(adas, ben.username);
    const ringing = ringingOf(bens, ada.username);
    await ringing.getByRole('button', { name: 'Accept with video' }).click();

    await ringing.getByText('This page may not use your camera or microphone.').waitFor();
    await ringing.getByText('How to allow them').click();
    await ringing.getByText(/Press the picture before the address/).waitFor();
    await ringing.getByRole('button', { name: 'Decline', exact: true }).click();
    await callOf(adas).getByText(`${ben.username} can’t talk now`).first().waitFor();
  });

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

  it(
    'is as large as the screen of a phone, and a small picture there while one reads on',
    async () => {
      const { ada, ben, adas, bens } = await two({ bens: { device: PHONE } });
      await callFrom(adas, ben.username);
      await ringingOf(bens, ada.username).getByRole('button', { name: 'Accept with video' }).tap();
      await sees(bens);
      expect(await isTooWide(bens)).toBe(false);
      expect(await barriersOn(bens)).toEqual([]);
      await callOf(bens).getByRole('button', { name: 'Make the call small' }).tap();
      // The bar has one, and so has the picture.
      await bens.getByRole('button', { name: 'Back to the call' }).nth(1).tap();
      await callOf(bens).waitFor();
    },
    TEST_MS,
  );

  it(
    'brings those in a session together who want to, guests too',
    async () => {
      const session = await makeSession(gateway, 'Geometry');
      const owners = await openForCallsAs(browser, gateway, session.owner, { path: `/s/${session.code}` });
      await owners.getByRole('heading', { level: 1, name: 'Geometry' }).waitFor();
      const guests = await openForCalls(browser, `${gateway.httpUrl}/s/${session.code}`);
      await guests.getByLabel('Your name').fill('Gustav');
      await guests.getByRole('button', { name: 'Join the session' }).click();
      await guests.getByRole('heading', { level: 1, name: 'Geometry' }).waitFor();

      await owners.getByRole('button', { name: 'Start a video call' }).click();
      await owners.getByRole('dialog').getByRole('button', { name: 'Start the call' }).click();
      await callOf(owners).getByText('Nobody else is here yet').waitFor();
      await guests.getByRole('button', { name: 'Join the call' }).click();
      await guests.getByRole('dialog').getByRole('button', { name: 'Join', exact: true }).click();

      await Promise.all([sees(owners), sees(guests)]);
      await callOf(owners).getByRole('group', { name: 'Gustav' }).waitFor();
      await controlOf(guests, 'Hang up').click();
      await callOf(owners).getByText('Nobody else is here yet').waitFor();
    },
    TEST_MS,
  );

  it(
    'is gone on with after a reload of the page',
    async () => {
      const { ada, ben, adas, bens } = await two();
      await callFrom(adas, ben.username);
      await ringingOf(bens, ada.username).getByRole('button', { name: 'Accept with video' }).click();
      await sees(adas);
      await bens.reload();
      await bens.getByText(`Your call with ${ada.username} goes on.`).waitFor();
      await bens.getByRole('button', { name: 'Go on here' }).click();

      await Promise.all([sees(adas), sees(bens)]);
    },
    TEST_MS,
  );
});

import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { ROOMY } from '../contract/settings.js';
import { borrowGateway, type BorrowedGateway } from '../support/borrowed-gateway.js';
import { Chromium } from '../support/chromium.js';
import { describeWith } from '../support/describe-with.js';
import { eventually } from '../support/wait.js';
import { callFrom, callOf, controlOf, hasLetGo, microphoneOf, ringingOf, sees } from '../support/web-app/call-pages.js';
import { barriersOn } from '../support/web-app/faults.js';
import { two } from '../support/web-app/two-callers.js';

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

describeWith(['chromium'], 'the devices of a call in the web app', () => {
  beforeAll(async () => {
    [gateway, browser] = await Promise.all([borrowGateway(CALLING), Chromium.start()]);
  }, TEST_MS);
  afterEach(() => browser.closeAll());
  afterAll(async () => {
    await browser.stop();
    await gateway.giveBack();
  });

  it('says how to allow the microphone where the browser refuses it', async () => {
    const { ada, ben, adas, bens } = await two(browser, gateway, { bens: { without: 'refused' } });
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
      const { ada, ben, adas, bens } = await two(browser, gateway, { adas: { without: 'no camera' } });
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

  it(
    'is made with the devices that one has chosen, and goes on with others',
    async () => {
      const { ada, ben, adas, bens } = await two(browser, gateway);
      await adas.getByRole('button', { name: `Call ${ben.username}`, exact: true }).click();
      const look = adas.getByRole('dialog', { name: `Call ${ben.username}` });
      await look.getByText('Choose devices').click();
      await look.getByLabel('Microphone', { exact: true }).and(adas.locator('select')).selectOption('Fake Audio Input 2');
      await look.getByRole('button', { name: 'Call', exact: true }).click();
      await ringingOf(bens, ada.username).getByRole('button', { name: 'Accept', exact: true }).click();
      await controlOf(bens, 'Hang up').waitFor();
      expect(await microphoneOf(adas)).toBe('Fake Audio Input 2');

      await controlOf(adas, 'Choose devices').click();
      const devices = adas.getByRole('dialog', { name: 'Camera, microphone, speaker' });
      await devices.getByLabel('Microphone').selectOption('Fake Audio Input 1');
      await eventually(async () => expect(await microphoneOf(adas)).toBe('Fake Audio Input 1'));
      await devices.getByLabel('Speaker').selectOption({ index: 2 });
      const speaker = await devices.getByLabel('Speaker').inputValue();
      await eventually(async () => expect(await adas.evaluate(`document.querySelector('audio').sinkId`)).toBe(speaker));
      // What was chosen is kept for the next time.
      await adas.reload();
      await adas.getByRole('button', { name: 'Go on here' }).click();
      await controlOf(adas, 'Hang up').waitFor();
      expect(await microphoneOf(adas)).toBe('Fake Audio Input 1');
    },
    TEST_MS,
  );

  it('is not made where one thinks better of it while the devices are looked for', async () => {
    const { ben, adas } = await two(browser, gateway);
    await adas.getByRole('button', { name: `Call ${ben.username} with video` }).click();
    const look = adas.getByRole('dialog', { name: `Call ${ben.username}` });
    await look.getByLabel('Your camera').waitFor();
    await adas.evaluate(`void (window.held = new Promise((resolve) => { window.release = resolve; }))`);
    await look.getByRole('button', { name: 'Call', exact: true }).click();
    await look.getByRole('button', { name: 'Cancel' }).click();
    await look.waitFor({ state: 'hidden' });
    await adas.evaluate(`window.asked = window.tracks.length; window.release()`);

    await adas.waitForFunction(`window.tracks.length > window.asked`);
    await hasLetGo(adas);
    await adas.goto(`${gateway.httpUrl}/calls`);
    await adas.getByText('No calls yet').waitFor();
  });

  it('lets one look at oneself first, with the camera off or on', async () => {
    const { ben, adas } = await two(browser, gateway);
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
    await hasLetGo(adas);
  });
});

import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { ROOMY } from '../contract/settings.js';
import { borrowGateway, type BorrowedGateway } from '../support/borrowed-gateway.js';
import { Chromium } from '../support/chromium.js';
import { describeWith } from '../support/describe-with.js';
import { callFrom, callOf, controlOf, hasLetGo, ringingOf, sees } from '../support/web-app/call-pages.js';
import { PHONE } from '../support/web-app/devices.js';
import { barriersOn, complaintsOf, isTooWide } from '../support/web-app/faults.js';
import { two, twoTalking } from '../support/web-app/two-callers.js';

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
      const { ada, adas, bens } = await twoTalking(browser, gateway);
      const complaints = [complaintsOf(adas), complaintsOf(bens)];
      await controlOf(adas, 'Share your screen').click();
      await callOf(bens)
        .getByRole('group', { name: `${ada.username} shares the screen` })
        .waitFor();
      // Hers is another picture now, and his still comes.
      await Promise.all([sees(bens, ({ isSquare }) => isSquare), sees(adas, ({ isSquare }) => !isSquare)]);
      await controlOf(adas, 'Stop sharing your screen').click();
      const hers = callOf(bens).getByRole('group', { name: ada.username, exact: true });
      await hers.waitFor();
      await sees(bens, ({ isSquare }) => !isSquare);
      await controlOf(adas, 'Share your screen').click();
      await sees(bens, ({ isSquare }) => isSquare);
      // As the browser's own button does.
      await adas.evaluate(`window.tracks.at(-1).dispatchEvent(new Event('ended'))`);
      await controlOf(adas, 'Share your screen').waitFor();
      await sees(bens, ({ isSquare }) => !isSquare);

      await controlOf(adas, 'Mute').click();
      await hers.getByText('muted').waitFor();
      await controlOf(adas, 'Unmute').click();
      await hers.getByText('muted').waitFor({ state: 'detached' });
      await controlOf(adas, 'Turn camera off').click();
      await hers.locator('video').waitFor({ state: 'detached' });
      await controlOf(adas, 'Turn camera on').click();
      await sees(bens, ({ isSquare }) => !isSquare);
      await callOf(bens)
        .getByRole('button', { name: /^Connection: / })
        .click();
      const numbers = bens.getByRole('dialog', { name: /^Connection: / });
      await numbers
        .getByText(/^[1-9][\d,]* kbit\/s$/)
        .first()
        .waitFor();
      expect(await barriersOn(bens)).toEqual([]);
      await numbers.press('Escape');
      await numbers.waitFor({ state: 'hidden' });

      await controlOf(adas, 'Hang up').click();
      await callOf(bens).getByText(`${ada.username} has hung up`).first().waitFor();
      await callOf(adas).waitFor({ state: 'hidden' });
      await Promise.all([hasLetGo(adas), hasLetGo(bens)]);
      expect(await barriersOn(bens)).toEqual([]);
      expect(complaints.flat()).toEqual([]);
    },
    TEST_MS,
  );

  it(
    'goes on in a bar with a small picture while one looks at other pages, and comes back from there',
    async () => {
      const { ben, adas, bens } = await twoTalking(browser, gateway);
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
      const { ada, adas, bens } = await twoTalking(browser, gateway);
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
      const { bens } = await twoTalking(browser, gateway, { bens: { device: PHONE } });
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
    const { ada, ben, adas, bens } = await two(browser, gateway);
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
});

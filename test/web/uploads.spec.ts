import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { CDPSession, Page } from 'playwright-core';
import { readFile } from 'node:fs/promises';
import { ROOMY } from '../contract/settings.js';
import { register, type TestAccount } from '../support/accounts.js';
import { borrowGateway, type BorrowedGateway } from '../support/borrowed-gateway.js';
import { Chromium, STEP_MS } from '../support/chromium.js';
import { describeWith } from '../support/describe-with.js';
import { SocketClient } from '../support/socket-client.js';
import { eventually } from '../support/wait.js';
import { entryOf, openConversationAs } from '../support/web-app/conversations.js';
import { DARK_DESKTOP, DESKTOP, PHONE } from '../support/web-app/devices.js';
import { barriersOn, complaintsOf, isTooWide } from '../support/web-app/faults.js';
import { dropOnMessages, fileOf, pasteIntoComposer, PICTURE, pictureOn, trayOf } from '../support/web-app/files.js';
import { connect } from '../support/web-app/helping.js';
import { composerOf, makeSession, messageWith, openAs, openAsGuest, say } from '../support/web-app/sessions.js';

const MOST_BYTES = 300_000;
/** Two large files are more than that. */
const SETTINGS = { ...ROOMY, MAX_FILE_BYTES: String(MOST_BYTES), FILE_QUOTA_BYTES: '500000' };
const LARGE = fileOf('large.txt', 'x'.repeat(290_000));
/** A large file takes a minute. */
const SLOW_BYTES_PER_SECOND = 5_000;

let gateway: BorrowedGateway;
let browser: Chromium;

const twoPeople = (): Promise<[TestAccount, TestAccount]> => Promise.all([register(gateway, 'ada'), register(gateway, 'ben')]);

async function twoTalking(): Promise<[adas: Page, bens: Page, ada: TestAccount]> {
  const [ada, ben] = await twoPeople();
  const pages = await Promise.all([
    openConversationAs(browser, gateway, ada, ben),
    openConversationAs(browser, gateway, ben, ada),
  ]);
  return [...pages, ada];
}

async function attach(page: Page, ...files: ReturnType<typeof fileOf>[]): Promise<void> {
  await page.getByLabel('Files to attach').setInputFiles(files);
}

const send = (page: Page): Promise<void> => page.getByRole('button', { name: 'Send', exact: true }).click();

/** Saves the file of a message, and gives what is in it. */
async function saved(page: Page, name: string): Promise<string> {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: new RegExp(`^Save the file ${name}`) }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe(name);
  return readFile(await file.path(), 'utf8');
}

/** Sends no faster than that, until told otherwise. */
async function slowDown(page: Page): Promise<() => Promise<void>> {
  const session: CDPSession = await page.context().newCDPSession(page);
  const conditions = { offline: false, latency: 0, downloadThroughput: -1 };
  const limit = (uploadThroughput: number): Promise<unknown> =>
    session.send('Network.emulateNetworkConditions', { ...conditions, uploadThroughput });
  await session.send('Network.enable');
  await limit(SLOW_BYTES_PER_SECOND);
  return async () => {
    await limit(-1);
  };
}

describeWith(['chromium'], 'files in the web app', () => {
  beforeAll(async () => {
    [gateway, browser] = await Promise.all([borrowGateway(SETTINGS), Chromium.start()]);
  });
  afterEach(async () => {
    SocketClient.closeAll();
    await browser.closeAll();
  });
  afterAll(async () => {
    await browser.stop();
    await gateway.giveBack();
  });

  it('go along with what is said in a live session, and others see and save them', async () => {
    const session = await makeSession(gateway, 'Files');
    const owner = await openAs(browser, gateway, session, session.owner);
    const other = await openAs(browser, gateway, session, await register(gateway, 'ben'));
    const complaints = [complaintsOf(owner), complaintsOf(other)];
    await attach(owner, PICTURE, fileOf('notes.txt', 'Some notes.'));
    await owner.getByText('2 files are ready to be sent').waitFor({ state: 'attached' });
    await say(owner, 'What we drew');

    await eventually(async () => expect(await pictureOn(other, PICTURE.name)).toEqual({ width: 320, height: 160 }), 10_000);
    expect(await saved(other, 'notes.txt')).toBe('Some notes.');
    const opened = other.context().waitForEvent('page');
    await other.getByRole('button', { name: `Open the picture ${PICTURE.name}` }).click();
    expect((await opened).url()).toContain('/api/files/');
    expect(await trayOf(owner).count()).toBe(0);
    expect(complaints).toEqual([[], []]);
  });

  it('may be all that is said, also as the first thing in a conversation', async () => {
    const [adas, bens, ada] = await twoTalking();
    await attach(adas, fileOf('notes.txt', 'For you alone.'));
    await adas.getByText('1 file is ready to be sent').waitFor({ state: 'attached' });
    await send(adas);

    expect(await saved(bens, 'notes.txt')).toBe('For you alone.');
    await entryOf(bens, ada).filter({ hasText: 'A file' }).waitFor();
  });

  it('are taken from what is dropped anywhere on the conversation, and from what is pasted', async () => {
    const [adas, bens] = await twoTalking();
    await dropOnMessages(adas, fileOf('dropped.txt', 'dropped'));
    await pasteIntoComposer(adas, fileOf('pasted.txt', 'pasted'));
    await adas.getByText('2 files are ready to be sent').waitFor({ state: 'attached' });
    await send(adas);

    expect(await saved(bens, 'dropped.txt')).toBe('dropped');
    expect(await saved(bens, 'pasted.txt')).toBe('pasted');
  });

  it('show how far they are, wait for each other, and hold back the message until they are there', async () => {
    const [adas, bens] = await twoTalking();
    const hurry = await slowDown(adas);
    await attach(adas, LARGE);
    const bar = adas.getByRole('progressbar', { name: 'How much of large.txt is uploaded' });
    await eventually(async () => expect(Number(await bar.getAttribute('aria-valuenow'))).toBeGreaterThan(0), 20_000);
    expect(Number(await bar.getAttribute('aria-valuenow'))).toBeLessThan(100);
    await composerOf(adas).fill('With a file');
    await composerOf(adas).press('Enter');
    await adas.getByText('Files are still on their way.').first().waitFor();
    expect(await messageWith(adas, 'With a file').count()).toBe(0);

    await hurry();
    await adas.getByText('1 file is ready to be sent').waitFor({ state: 'attached' });
    await composerOf(adas).press('Enter');
    expect(await saved(bens, 'large.txt')).toHaveLength(290_000);
  });

  it('can be called off on their way, and the text goes without them', async () => {
    const [adas, bens] = await twoTalking();
    await slowDown(adas);
    const failed = adas.waitForEvent('requestfailed', (request) => request.url().endsWith('/api/files'));
    await attach(adas, LARGE);
    await adas.getByRole('progressbar').waitFor();
    await adas.getByRole('button', { name: 'Leave large.txt out' }).click();
    await failed;
    await trayOf(adas).waitFor({ state: 'detached' });
    await composerOf(adas).and(adas.locator(':focus')).waitFor();

    await say(adas, 'Without it');
    await messageWith(bens, 'Without it').waitFor();
    expect(await messageWith(bens, 'large.txt').count()).toBe(0);
  });

  it('say why they were refused: too large, or no room left', async () => {
    const [adas, bens] = await twoTalking();
    await attach(adas, fileOf('huge.txt', 'x'.repeat(MOST_BYTES + 1)));
    await trayOf(adas).getByRole('alert').filter({ hasText: 'This file is too large: 0.3 MB are allowed.' }).waitFor();
    // Another try would end the same.
    expect(await adas.getByRole('button', { name: 'Upload huge.txt again' }).count()).toBe(0);
    await adas.getByRole('button', { name: 'Leave huge.txt out' }).click();

    await attach(adas, LARGE);
    await adas.getByText('1 file is ready to be sent').waitFor({ state: 'attached' });
    await attach(adas, fileOf('more.txt', LARGE.buffer.toString()));
    await trayOf(adas).getByRole('alert').filter({ hasText: 'Your files take all the room you have.' }).waitFor();
    await send(adas);
    await bens.getByRole('button', { name: /^Save the file large\.txt/ }).waitFor();
    // What was refused is there still, for whoever wonders.
    await adas.getByRole('button', { name: 'Leave more.txt out' }).click();
    await trayOf(adas).waitFor({ state: 'detached' });
  });

  it('can be tried again where the network failed', async () => {
    const [adas, bens] = await twoTalking();
    await adas.route('**/api/files', (route) => route.abort());
    await attach(adas, fileOf('notes.txt', 'At last.'));
    await trayOf(adas).getByRole('alert').filter({ hasText: 'You are offline. Check your connection.' }).waitFor();
    await adas.unroute('**/api/files');
    await adas.getByRole('button', { name: 'Upload notes.txt again' }).click();
    await adas.getByText('1 file is ready to be sent').waitFor({ state: 'attached' });
    await send(adas);
    expect(await saved(bens, 'notes.txt')).toBe('At last.');
  });

  it('keep their place free before they are there', async () => {
    const [adas, bens] = await twoTalking();
    let show = (): void => undefined;
    const isWanted = new Promise<void>((resolve) => (show = resolve));
    await bens.route('**/api/files/*signature=*', async (route) => {
      await isWanted;
      await route.continue();
    });
    await attach(adas, PICTURE);
    await adas.getByText('1 file is ready to be sent').waitFor({ state: 'attached' });
    await send(adas);
    const frame = bens.getByRole('button', { name: `Open the picture ${PICTURE.name}` });
    await frame.waitFor();
    const before = await frame.boundingBox();
    show();
    await eventually(async () => expect(await pictureOn(bens, PICTURE.name)).toBeDefined(), 10_000);
    expect(await frame.boundingBox()).toEqual(before);
  });

  it('are shown as soon as there is a network again', async () => {
    const [adas, bens] = await twoTalking();
    await say(adas, 'A picture follows');
    await messageWith(bens, 'A picture follows').waitFor();
    await bens.route('**/api/files/*/link', (route) => route.abort());
    await attach(adas, PICTURE);
    await adas.getByText('1 file is ready to be sent').waitFor({ state: 'attached' });
    await send(adas);
    await bens.getByRole('button', { name: `Save the file ${PICTURE.name}` }).waitFor();

    await bens.context().setOffline(true);
    await bens.getByText('No connection. We keep trying.').waitFor();
    await bens.unroute('**/api/files/*/link');
    await bens.context().setOffline(false);
    await eventually(async () => expect(await pictureOn(bens, PICTURE.name)).toBeDefined(), STEP_MS);
  });

  it('are nothing that guests can send', async () => {
    const session = await makeSession(gateway, 'Guests');
    const guest = await openAsGuest(browser, gateway, session, 'Gustav');
    await composerOf(guest).waitFor();
    expect(await guest.getByRole('button', { name: 'Attach files' }).count()).toBe(0);
    await dropOnMessages(guest, fileOf('dropped.txt', 'dropped'));
    expect(await trayOf(guest).count()).toBe(0);
  });

  describe.each([
    ['in light', DESKTOP],
    ['in dark', DARK_DESKTOP],
    ['on a phone', PHONE],
  ])('%s', (_, device) => {
    it('keep nobody out, and fit the screen', async () => {
      const [ada, ben] = await twoPeople();
      // Whom nobody has ever seen here has no name for those who know but their id.
      await connect(gateway, ben);
      const page = await openConversationAs(browser, gateway, ada, ben, device);
      const long = fileOf(`${'A very long name of a file '.repeat(6)}.txt`, 'long');
      await attach(page, PICTURE, long, fileOf('huge.txt', 'x'.repeat(MOST_BYTES + 1)));
      await page.getByText('2 files are ready to be sent').waitFor({ state: 'attached' });
      expect(await barriersOn(page)).toEqual([]);
      expect(await isTooWide(page)).toBe(false);
      await send(page);
      await page.getByRole('button', { name: `Open the picture ${PICTURE.name}` }).waitFor();
      expect(await barriersOn(page)).toEqual([]);
      expect(await isTooWide(page)).toBe(false);
    });
  });
});

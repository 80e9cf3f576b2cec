import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { ROOMY } from '../contract/settings.js';
import { register, type TestAccount } from '../support/accounts.js';
import { borrowGateway, type BorrowedGateway } from '../support/borrowed-gateway.js';
import { Chromium } from '../support/chromium.js';
import { describeWith } from '../support/describe-with.js';
import { SocketClient } from '../support/socket-client.js';
import { eventually } from '../support/wait.js';
import {
  beginWith,
  entryOf,
  isTalkingTo,
  messagesLink,
  openConversationAs,
  openHomeAs,
  openMessagesAs,
} from '../support/web-app/conversations.js';
import { DARK_DESKTOP, DESKTOP, PHONE } from '../support/web-app/devices.js';
import { barriersOn, complaintsOf, isTooWide } from '../support/web-app/faults.js';
import { hasFocus } from '../support/web-app/keyboard.js';
import { signIn } from '../support/web-app/people.js';
import { ask, composerOf, messagesOf, messageWith, say } from '../support/web-app/sessions.js';

const TALKATIVE = { ...ROOMY, RATE_SEND_PER_SECOND: '10000', RATE_SEND_BURST: '10000', RATE_COMMANDS_PER_SECOND: '10000' };
/** One more than the server gives at once. */
const CONVERSATIONS = 51;

let gateway: BorrowedGateway;
let browser: Chromium;

const twoPeople = (): Promise<[TestAccount, TestAccount]> => Promise.all([register(gateway, 'ada'), register(gateway, 'ben')]);

/** Whom nobody has ever seen here has no name for those who know but their id. */
async function appear({ token }: TestAccount): Promise<void> {
  await SocketClient.connect(gateway, { auth: { token, dialect: 'lyceum' } });
}

/** Somebody writes without a browser. */
async function write(from: TestAccount, to: TestAccount, text: string): Promise<void> {
  const socket = await SocketClient.connect(gateway, { auth: { token: from.token, dialect: 'lyceum' } });
  await ask(socket, 'chat:send', { to: { id: to.id }, text, clientId: `${from.id}-${text}` });
}

/** The composer has the focus: what is typed goes there. */
const isWriting = (page: Page): Promise<void> => hasFocus(composerOf(page));

describeWith(['chromium'], 'direct messages in the web app', () => {
  beforeAll(async () => {
    [gateway, browser] = await Promise.all([borrowGateway(TALKATIVE), Chromium.start()]);
  });
  afterEach(async () => {
    SocketClient.closeAll();
    await browser.closeAll();
  });
  afterAll(async () => {
    await browser.stop();
    await gateway.giveBack();
  });

  it('begins with somebody who is found by name, and carries what both say', async () => {
    const [ada, ben] = await twoPeople();
    const [adas, bens] = await Promise.all([openMessagesAs(browser, gateway, ada), openMessagesAs(browser, gateway, ben)]);
    const complaints = [complaintsOf(adas), complaintsOf(bens)];
    await adas.getByText('No conversations yet').waitFor();
    await beginWith(adas, ben);
    await adas.getByRole('heading', { name: `This is the beginning with ${ben.username}` }).waitFor();
    await say(adas, 'Hello Ben');

    await entryOf(bens, ada).filter({ hasText: 'Hello Ben' }).click();
    await isTalkingTo(bens, ada);
    await say(bens, 'Hello Ada');

    await messageWith(adas, 'Hello Ada').waitFor();
    await entryOf(adas, ben).filter({ hasText: 'Hello Ada' }).waitFor();
    await entryOf(bens, ada).filter({ hasText: 'You: Hello Ada' }).waitFor();
    await adas.getByText(`Seen by ${ben.username}`).waitFor();
    expect(complaints.flat()).toEqual([]);
  });

  it('counts what is unread in the list, the navigation and the title, until it is read', async () => {
    const [ada, ben] = await twoPeople();
    const page = await openHomeAs(browser, gateway, ben);
    const adas = await openConversationAs(browser, gateway, ada, ben);
    await say(adas, 'one');
    await say(adas, 'two');

    await messagesLink(page).filter({ hasText: '2 unread' }).waitFor();
    await eventually(async () => expect(await page.title()).toMatch(/^\(2\) /));
    await messageWith(adas, 'two').getByText('Sent').waitFor();
    await messagesLink(page).click();
    await entryOf(page, ada).filter({ hasText: '2 unread' }).click();
    await messageWith(page, 'two').waitFor();

    await messagesLink(page).filter({ hasNotText: 'unread' }).waitFor();
    await eventually(async () => expect(await page.title()).toBe(`${ada.username} · Lyceum`));
    await messageWith(adas, 'two').getByText(`Seen by ${ben.username}`).waitFor();
    await say(page, 'three');
    await messageWith(adas, 'three').waitFor();
    await entryOf(adas, ben).filter({ hasNotText: 'unread' }).waitFor();
  });

  it('shows who is here, and when somebody goes', async () => {
    const [ada, ben] = await twoPeople();
    await write(ada, ben, 'hello');
    SocketClient.closeAll();
    const page = await openMessagesAs(browser, gateway, ben);
    await entryOf(page, ada).filter({ hasText: 'offline' }).waitFor();

    const adas = await openHomeAs(browser, gateway, ada);
    await entryOf(page, ada).filter({ hasText: 'online' }).waitFor();
    await adas.context().close();
    await entryOf(page, ada).filter({ hasText: 'offline' }).waitFor();
  });

  it('puts the list before the conversation on a phone, with a way back', async () => {
    const [ada, ben] = await twoPeople();
    await write(ada, ben, 'On your phone?');
    const page = await openMessagesAs(browser, gateway, ben, PHONE);
    expect(await isTooWide(page)).toBe(false);
    await entryOf(page, ada).tap();
    await isTalkingTo(page, ada);
    expect(await page.getByRole('region', { name: 'Conversations' }).count()).toBe(0);
    expect(await isTooWide(page)).toBe(false);
    await say(page, 'Yes');

    await page.getByRole('link', { name: 'Back to all conversations' }).tap();
    await entryOf(page, ada).filter({ hasText: 'You: Yes' }).waitFor();
  });

  it('lists more conversations when asked, each once', async () => {
    const me = await register(gateway, 'mia');
    const socket = await SocketClient.connect(gateway, { auth: { token: me.token, dialect: 'lyceum' } });
    for (let number = 0; number < CONVERSATIONS; number++) {
      const other = await register(gateway, 'many');
      await ask(socket, 'chat:send', { to: { id: other.id }, text: `to ${number}`, clientId: `many-${number}` });
    }
    const page = await openMessagesAs(browser, gateway, me);
    const rows = page.getByRole('region', { name: 'Conversations' }).getByRole('listitem');
    await rows.first().waitFor();
    expect(await rows.count()).toBeLessThan(CONVERSATIONS);
    await page.getByRole('button', { name: 'Show more' }).click();

    await eventually(async () => expect(await rows.count()).toBe(CONVERSATIONS));
    await page.getByRole('button', { name: 'Show more' }).waitFor({ state: 'hidden' });
  });

  it('blocks somebody, who then reaches one no more, and lets them back', async () => {
    const [ada, ben] = await twoPeople();
    const [adas, bens] = await Promise.all([
      openConversationAs(browser, gateway, ada, ben),
      openConversationAs(browser, gateway, ben, ada),
    ]);
    await say(bens, 'Buy this');
    await messageWith(adas, 'Buy this').waitFor();
    await adas.getByRole('button', { name: 'Conversation menu' }).click();
    await adas.getByRole('menuitem', { name: 'Block' }).click();
    await adas.getByRole('dialog').getByRole('button', { name: 'Block' }).click();
    await adas.getByText(`You have blocked ${ben.username}.`).waitFor();
    expect(await composerOf(adas).count()).toBe(0);

    await composerOf(bens).fill('Buy that');
    await composerOf(bens).press('Enter');
    await messagesOf(bens).getByText('Not sent.').waitFor();
    expect(await messageWith(adas, 'Buy that').count()).toBe(0);

    await adas.getByRole('button', { name: 'Unblock', exact: true }).click();
    await composerOf(adas).waitFor();
    await messagesOf(bens).getByRole('button', { name: 'Try again' }).click();
    await messageWith(adas, 'Buy that').waitFor();
  });

  it('lists whom one has blocked, and lets them back from there', async () => {
    const [ada, ben] = await twoPeople();
    await appear(ben);
    const page = await openConversationAs(browser, gateway, ada, ben);
    await page.getByRole('button', { name: 'Conversation menu' }).click();
    await page.getByRole('menuitem', { name: 'Block' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Block' }).click();
    await page.getByText(`You have blocked ${ben.username}.`).waitFor();

    await page.getByRole('button', { name: 'More about messages' }).click();
    await page.getByRole('menuitem', { name: 'Blocked people' }).click();
    const dialog = page.getByRole('dialog', { name: 'Blocked people' });
    await dialog.getByRole('button', { name: `Unblock ${ben.username}` }).click();
    await dialog.getByText('You have blocked nobody').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await composerOf(page).waitFor();
  });

  it('loses and doubles nothing while one of two has no network', async () => {
    const [ada, ben] = await twoPeople();
    const [adas, bens] = await Promise.all([
      openConversationAs(browser, gateway, ada, ben),
      openConversationAs(browser, gateway, ben, ada),
    ]);
    await say(adas, 'note 1');
    await messageWith(bens, 'note 1').waitFor();
    await adas.context().setOffline(true);
    await adas.getByText('No connection. We keep trying.').waitFor();
    await say(adas, 'note 2');
    await say(adas, 'note 3');
    await messageWith(adas, 'note 3').getByText('Waits until you are online').waitFor();
    await say(bens, 'said meanwhile');
    await adas.context().setOffline(false);

    await messageWith(adas, 'said meanwhile').waitFor();
    await messageWith(bens, 'note 3').waitFor();
    const notes = (page: Page): Promise<string[]> =>
      messagesOf(page)
        .getByText(/^note \d$/)
        .allTextContents();
    expect(await notes(bens)).toEqual(['note 1', 'note 2', 'note 3']);
    await eventually(async () => expect(await notes(adas)).toEqual(['note 1', 'note 2', 'note 3']));
    expect(await messageWith(adas, 'said meanwhile').count()).toBe(1);
  });

  it('keeps two windows of one person in step', async () => {
    const [ada, ben] = await twoPeople();
    await write(ada, ben, 'for both windows');
    const list = await openMessagesAs(browser, gateway, ben);
    await entryOf(list, ada).filter({ hasText: '1 unread' }).waitFor();
    const other = await list.context().newPage();
    await other.goto(`${gateway.httpUrl}/messages/${ada.id}`);
    await messageWith(other, 'for both windows').waitFor();
    await entryOf(list, ada).filter({ hasNotText: 'unread' }).waitFor();
    await eventually(async () => expect(await list.title()).toBe('Messages · Lyceum'));

    await say(other, 'from one of them');
    await entryOf(list, ada).filter({ hasText: 'You: from one of them' }).waitFor();
    await entryOf(list, ada).click();
    await messageWith(list, 'from one of them').waitFor();
  });

  it('is reached by its address, also by who has to sign in first and where nothing was said yet', async () => {
    const [ada, ben] = await twoPeople();
    await appear(ben);
    const page = await browser.open(`${gateway.httpUrl}/messages/${ben.id}`, DESKTOP);
    await signIn(page, ada);
    await isTalkingTo(page, ben);
    await isWriting(page);
    await page.keyboard.type('Here I am');
    await page.keyboard.press('Enter');
    await messageWith(page, 'Here I am').waitFor();
    await page.reload();
    await messageWith(page, 'Here I am').waitFor();

    await page.goto(`${gateway.httpUrl}/messages/${ada.id}`);
    await page.getByRole('heading', { level: 1, name: 'Messages' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/messages');
  });

  it('is begun and led by the keyboard alone', async () => {
    const [ada, ben] = await twoPeople();
    const page = await openMessagesAs(browser, gateway, ada);
    await page.getByText('No conversations yet').waitFor();
    const begin = page.getByRole('button', { name: 'New conversation' }).first();
    const dialog = page.getByRole('dialog', { name: 'New conversation' });
    await begin.press('Enter');
    await hasFocus(dialog.getByRole('searchbox'));
    await page.keyboard.press('Escape');
    await hasFocus(begin);
    const more = page.getByRole('button', { name: 'More about messages' });
    await more.press('Enter');
    await hasFocus(page.getByRole('menuitem', { name: 'Blocked people' }));
    await page.keyboard.press('Enter');
    await hasFocus(page.getByRole('dialog').getByRole('button', { name: 'Close' }));
    await page.keyboard.press('Escape');
    await hasFocus(more);

    await begin.press('Enter');
    await hasFocus(dialog.getByRole('searchbox'));
    await page.keyboard.type('nobody-has-this-name');
    await dialog.getByText('Nobody’s name begins with “nobody-has-this-name”.').waitFor();
    await dialog.getByRole('searchbox').fill(ben.username);
    await dialog.getByRole('button', { name: ben.username }).waitFor();
    await page.keyboard.press('Enter');

    await isTalkingTo(page, ben);
    await isWriting(page);
    await page.keyboard.type('Without a mouse');
    await page.keyboard.press('Enter');
    await entryOf(page, ben).filter({ hasText: 'You: Without a mouse' }).waitFor();
  });

  describe.each([
    ['in light', DESKTOP],
    ['in dark', DARK_DESKTOP],
    ['on a phone', PHONE],
  ])('%s', (_, device) => {
    it('keeps nobody out, and fits the screen', async () => {
      const [ada, ben] = await twoPeople();
      await write(ada, ben, 'A message that is long enough to be cut off where the list has no more room for it');
      const page = await openMessagesAs(browser, gateway, ben, device);
      await entryOf(page, ada).waitFor();
      expect(await barriersOn(page)).toEqual([]);
      await page.getByRole('button', { name: 'New conversation' }).first().click();
      await page.getByRole('dialog').waitFor();
      expect(await barriersOn(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await entryOf(page, ada).click();
      await isTalkingTo(page, ada);

      expect(await barriersOn(page)).toEqual([]);
      expect(await isTooWide(page)).toBe(false);
    });
  });
});

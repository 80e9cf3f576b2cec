import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { ROOMY } from '../contract/settings.js';
import { borrowGateway, type BorrowedGateway } from '../support/borrowed-gateway.js';
import { Chromium, STEP_MS } from '../support/chromium.js';
import { describeWith } from '../support/describe-with.js';
import { SocketClient } from '../support/socket-client.js';
import { eventually } from '../support/wait.js';
import { DARK_DESKTOP, DESKTOP, PHONE } from '../support/web-app/devices.js';
import { barriersOn, complaintsOf, isTooWide } from '../support/web-app/faults.js';
import { hasFocus } from '../support/web-app/keyboard.js';
import {
  ask,
  composerOf,
  makeSession,
  messagesOf,
  messageWith,
  openAs,
  openAsGuest,
  say,
  seed,
  type TestSession,
} from '../support/web-app/sessions.js';

/** Histories are said quickly here. */
const TALKATIVE = { ...ROOMY, RATE_SEND_PER_SECOND: '10000', RATE_SEND_BURST: '10000', RATE_COMMANDS_PER_SECOND: '10000' };
/** What is called off stays so at least that long. */
const AWAY_MS = 10_000;
/** Below what has reached the server; the others may have seen it by then. */
const SENT = /^(Sent|Seen by .+)$/;
/** For a button beside a message that somebody points at. */
const POINTED_MS = 5_000;

let gateway: BorrowedGateway;
let browser: Chromium;

/** The owner in one browser, a guest in the other. */
async function twoIn(session: TestSession): Promise<[owner: Page, guest: Page]> {
  return Promise.all([openAs(browser, gateway, session, session.owner), openAsGuest(browser, gateway, session, 'Gustav')]);
}

/** Points at a message, and chooses what to do with it; again where the list has moved below the pointer meanwhile. */
async function act(page: Page, text: string, name: string): Promise<void> {
  const row = messageWith(page, text).first();
  await eventually(async () => {
    await row.hover();
    await row.getByRole('button', { name, exact: true }).click({ timeout: POINTED_MS });
  }, STEP_MS);
}

/** Of the messages numbered so, those in the list, in its order. */
async function numbersOn(page: Page, word: string): Promise<number[]> {
  const texts = await messagesOf(page)
    .getByText(new RegExp(`^${word} \\d+$`))
    .allTextContents();
  return texts.map((text) => Number(text.split(' ')[1]));
}

describeWith(['chromium'], 'a live session in the web app', () => {
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

  it('carries what people say both ways, in order, with line breaks and links but no markup', async () => {
    const session = await makeSession(gateway, 'Chat');
    const [owner, guest] = await twoIn(session);
    const complaints = [complaintsOf(owner), complaintsOf(guest)];
    await say(owner, 'Hello Gustav');
    await messageWith(guest, 'Hello Gustav').waitFor();
    await composerOf(guest).fill('<b>See</b>');
    await composerOf(guest).press('Shift+Enter');
    await composerOf(guest).pressSequentially('https://example.org/a_(b).');
    await composerOf(guest).press('Enter');

    const link = owner.getByRole('link', { name: 'https://example.org/a_(b)', exact: true });
    await link.waitFor();
    expect(await link.getAttribute('href')).toBe('https://example.org/a_(b)');
    expect(await link.getAttribute('rel')).toContain('noopener');
    // Not the line that tells screen readers the same.
    await messagesOf(owner).getByText('<b>See</b>').waitFor();
    expect(await composerOf(guest).inputValue()).toBe('');
    await guest.getByText('Seen by', { exact: false }).waitFor();
    expect(complaints).toEqual([[], []]);
  });

  it('loses and doubles nothing over ten seconds without a network, and says what waits', async () => {
    const session = await makeSession(gateway, 'Away');
    const [owner, guest] = await twoIn(session);
    await say(guest, 'note 1');
    await messageWith(guest, 'note 1').getByText(SENT).waitFor();
    await guest.context().setOffline(true);
    const back = new Promise((resolve) => setTimeout(resolve, AWAY_MS));
    await guest.getByText('No connection. We keep trying.').waitFor();
    await say(guest, 'note 2');
    await say(guest, 'note 3');
    await guest.getByText('2 messages wait to be sent').first().waitFor();
    await messageWith(guest, 'note 3').getByText('Waits until you are online').waitFor();
    await say(owner, 'said meanwhile');
    await back;
    await guest.context().setOffline(false);

    await messageWith(owner, 'note 3').waitFor();
    await messageWith(guest, 'said meanwhile').waitFor();
    for (const page of [owner, guest]) {
      await eventually(async () => expect(await numbersOn(page, 'note')).toEqual([1, 2, 3]), STEP_MS);
    }
    await messageWith(guest, 'note 3').getByText(SENT).waitFor();
    expect(await messageWith(guest, 'said meanwhile').count()).toBe(1);
  });

  describe('with a long history', () => {
    let session: TestSession;
    beforeAll(async () => {
      session = await makeSession(gateway, 'Long');
      await seed(
        session,
        Array.from({ length: 260 }, (_, index) => `line ${index + 1}`),
      );
    });

    it('begins at the newest message, and loads older ones on the way up without moving what is read', async () => {
      const page = await openAs(browser, gateway, session, session.owner);
      await messageWith(page, 'line 260').waitFor();
      await page.waitForFunction(
        `(() => { const log = document.querySelector('[role=log]'); return log.scrollHeight - log.scrollTop - log.clientHeight < 2; })()`,
      );
      const before = await numbersOn(page, 'line');
      expect(before.at(-1)).toBe(260);
      expect(before.length).toBeLessThan(260);

      // Near the top: the next page is fetched while this row is in sight.
      const [first] = before as [number];
      const read = `[...document.querySelectorAll('[data-message]')].find((row) => row.textContent.includes('line ${first + 3}'))`;
      // Two frames later, when what came with the last change is laid out.
      const placeOf = (): Promise<number> =>
        page.evaluate<number>(`(async () => {
          for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
          return ${read}.getBoundingClientRect().top;
        })()`);
      await page.evaluate(`(() => {
        const log = document.querySelector('[role=log]');
        log.scrollTop += ${read}.getBoundingClientRect().top - log.getBoundingClientRect().top - 40;
      })()`);
      const top = await placeOf();
      await eventually(async () => expect((await numbersOn(page, 'line'))[0]).toBeLessThan(first), STEP_MS);
      const after = await placeOf();
      expect(Math.abs(after - top)).toBeLessThanOrEqual(2);

      await page.evaluate(`(async () => {
        const log = document.querySelector('[role=log]');
        while (!log.textContent.includes('This is where it begins.')) {
          log.scrollTop = 0;
          await new Promise(requestAnimationFrame);
        }
      })()`);
      expect(await numbersOn(page, 'line')).toEqual(Array.from({ length: 260 }, (_, index) => index + 1));
    });

    it('leaves the reader where they are when something new comes, counts it, and leads there', async () => {
      const page = await openAs(browser, gateway, session, session.owner);
      await messageWith(page, 'line 260').waitFor();
      const other = await openAsGuest(browser, gateway, session, 'Nils');
      await messagesOf(page).hover();
      await page.mouse.wheel(0, -1_500);
      await page.getByRole('button', { name: 'To the newest message' }).waitFor();
      const place = (): Promise<number> => page.evaluate<number>(`document.querySelector('[role=log]').scrollTop`);
      const before = await place();
      await say(other, 'news');

      await page.getByRole('button', { name: '1 new message' }).click();
      await eventually(async () => expect(await place()).toBeGreaterThan(before), STEP_MS);
      await messagesOf(page).getByText('New messages').waitFor();
      await page.getByRole('button', { name: '1 new message' }).waitFor({ state: 'detached' });
    });
  });

  it('shows replies, reactions, changes and deletions to the others', async () => {
    const session = await makeSession(gateway, 'Changes');
    const [owner, guest] = await twoIn(session);
    await say(owner, 'first thought');
    await messageWith(guest, 'first thought').waitFor();

    await act(guest, 'first thought', 'Reply');
    await say(guest, 'an answer');
    await messageWith(owner, 'an answer')
      .getByRole('button', { name: /Go to the message of You/ })
      .click();
    await act(guest, 'first thought', 'React');
    await guest.getByRole('button', { name: 'React with 👍' }).click();
    await owner.getByRole('button', { name: '👍 1 by Gustav. React the same' }).click();
    await guest.getByRole('button', { name: `👍 2 by You and ${session.owner.username}. Take yours back` }).press('Enter');
    await owner.getByRole('button', { name: '👍 1 by You. Take yours back' }).press('Enter');
    // The last one takes its button along: the keyboard stays on the message.
    await hasFocus(messageWith(owner, 'first thought').first());

    await composerOf(guest).press('ArrowUp');
    await guest.getByRole('button', { name: 'Save' }).waitFor();
    expect(await composerOf(guest).inputValue()).toBe('an answer');
    await composerOf(guest).fill('a better answer');
    await composerOf(guest).press('Enter');
    await messageWith(owner, 'a better answer').getByText('edited').waitFor();
    expect(await owner.getByText('an answer', { exact: true }).count()).toBe(0);

    await act(owner, 'a better answer', 'More');
    await owner.getByRole('menuitem', { name: 'Pin', exact: true }).click();
    await messageWith(guest, 'a better answer').getByText('Pinned').waitFor();
    await guest.getByRole('button', { name: 'Pinned messages' }).click();
    await guest.getByRole('dialog').getByText('a better answer').waitFor();
    await guest.keyboard.press('Escape');

    await act(owner, 'first thought', 'More');
    await owner.getByRole('menuitem', { name: 'Delete' }).click();
    await owner.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await guest.getByText('This message was deleted').first().waitFor();
    expect(await guest.getByText('first thought', { exact: true }).count()).toBe(0);
  });

  it('finds people after an @ by keyboard, and shows them that they are meant; tells who is typing', async () => {
    const session = await makeSession(gateway, 'Names');
    const [owner, guest] = await twoIn(session);
    // That somebody types is seen while they do.
    await Promise.all([
      guest.getByText(`${session.owner.username} is typing…`).waitFor(),
      composerOf(owner).pressSequentially('ask @gus'),
    ]);
    await owner.getByRole('option', { name: /Gustav/ }).waitFor();
    await composerOf(owner).press('Enter');
    await owner.keyboard.type('about it ');
    await owner.getByRole('button', { name: 'Insert an emoji' }).click();
    await owner.getByRole('button', { name: 'React with 👍' }).click();
    await hasFocus(composerOf(owner));
    await owner.keyboard.type(' now');
    await owner.keyboard.press('Enter');

    await messageWith(guest, 'ask @Gustav about it 👍 now').locator('strong', { hasText: '@Gustav' }).waitFor();
    await guest.getByText('is typing…').waitFor({ state: 'detached' });
  });

  it('can be led by the keyboard alone: from message to message, to a menu and back, and to an answer', async () => {
    const session = await makeSession(gateway, 'Keys');
    await seed(session, ['one', 'two', 'three']);
    const page = await openAs(browser, gateway, session, session.owner);
    await messageWith(page, 'three').waitFor();
    const { keyboard } = page;
    await messagesOf(page).focus();
    await keyboard.press('ArrowUp');
    await hasFocus(messageWith(page, 'three'));
    await keyboard.press('ArrowUp');
    await hasFocus(messageWith(page, 'two'));

    const more = messageWith(page, 'two').getByRole('button', { name: 'More', exact: true });
    await more.focus();
    await hasFocus(more);
    await keyboard.press('Enter');
    await hasFocus(page.getByRole('menuitem', { name: 'Copy text' }));
    await keyboard.press('ArrowDown');
    await hasFocus(page.getByRole('menuitem', { name: 'Edit' }));
    await keyboard.press('ArrowUp');
    await hasFocus(page.getByRole('menuitem', { name: 'Copy text' }));
    await keyboard.press('Escape');
    await hasFocus(more);
    await keyboard.press('Enter');
    await hasFocus(page.getByRole('menuitem', { name: 'Copy text' }));
    await keyboard.press('ArrowDown');
    await hasFocus(page.getByRole('menuitem', { name: 'Edit' }));
    await keyboard.press('Enter');
    await hasFocus(composerOf(page));
    expect(await composerOf(page).inputValue()).toBe('two');
    await keyboard.press('Escape');

    await messagesOf(page).focus();
    await keyboard.press('ArrowUp');
    await hasFocus(messageWith(page, 'three'));
    await keyboard.press('Home');
    await hasFocus(messageWith(page, 'one'));
    await keyboard.press('r');
    await hasFocus(composerOf(page));
    await keyboard.type('an answer');
    await keyboard.press('Enter');
    await messageWith(page, 'an answer').getByRole('button', { name: 'Go to the message of You' }).waitFor();
  });

  it('keeps what somebody has begun to write over a reload', async () => {
    const session = await makeSession(gateway, 'Draft');
    const page = await openAs(browser, gateway, session, session.owner);
    await composerOf(page).fill('half a thou');
    await page.reload();
    await eventually(async () => expect(await composerOf(page).inputValue()).toBe('half a thou'), STEP_MS);
  });

  it('lets who leads mute, unmute and take out, and says to the others what that means', async () => {
    const session = await makeSession(gateway, 'Order');
    const [owner, guest] = await twoIn(session);
    const people = owner.getByRole('complementary', { name: 'People' });
    const choose = async (what: string): Promise<void> => {
      await people.getByRole('button', { name: 'What to do with Gustav' }).click();
      await owner.getByRole('menuitem', { name: what, exact: true }).click();
    };
    await choose('Mute');
    await guest.getByText('You can’t write here right now.').waitFor();
    expect(await composerOf(guest).count()).toBe(0);
    await choose('Let write again');
    await composerOf(guest).waitFor();

    await choose('Take out');
    await owner.getByRole('dialog').getByRole('button', { name: 'Take out' }).click();
    await guest.getByRole('heading', { name: 'You were taken out of this session' }).waitFor();
    await guest.getByRole('button', { name: 'Try again' }).click();
    await composerOf(guest).waitFor();
  });

  it('tells who leads of people at the door, and lets them in', async () => {
    const session = await makeSession(gateway, 'Door', { entry: 'ask' });
    const owner = await openAs(browser, gateway, session, session.owner);
    const guest = await browser.open(`${gateway.httpUrl}/s/${session.code}`, DESKTOP);
    await guest.getByLabel('Your name').fill('Wanda');
    await guest.getByRole('button', { name: 'Join the session' }).click();
    await owner.getByText('Wanda wants to come in').waitFor();
    await owner.getByRole('button', { name: 'Let Wanda in' }).first().click();
    await composerOf(guest).waitFor();
    await owner.getByText('Wanda wants to come in').waitFor({ state: 'detached' });
  });

  it('takes new settings, announces, and ends for everybody', async () => {
    const session = await makeSession(gateway, 'Settings');
    const [owner, guest] = await twoIn(session);
    const open = async (what: string): Promise<void> => {
      await owner.getByRole('button', { name: 'Session menu' }).click();
      await owner.getByRole('menuitem', { name: what }).click();
    };
    await open('Announce something');
    await owner.getByLabel('What should everybody know?').fill('A break until three');
    await owner.getByRole('button', { name: 'Announce', exact: true }).click();
    await guest.getByText('A break until three').waitFor();

    await open('Session settings');
    await owner.getByLabel('Title').fill('Another title');
    await owner.getByRole('button', { name: 'Save' }).click();
    await guest.getByRole('heading', { level: 1, name: 'Another title' }).waitFor();

    await open('Session settings');
    await owner.getByRole('button', { name: 'End session' }).click();
    await owner
      .getByRole('dialog', { name: 'End this session for everybody?' })
      .getByRole('button', { name: 'End session' })
      .click();
    await guest.getByRole('heading', { name: 'This session is over' }).waitFor();
  });

  it('draws a line where somebody has stopped reading', async () => {
    const session = await makeSession(gateway, 'Unread');
    await seed(session, ['old news']);
    const reader = await openAsGuest(browser, gateway, session, 'Rita');
    await messageWith(reader, 'old news').waitFor();
    // A tab in the background reads nothing.
    await reader.evaluate(`(() => {
      Object.defineProperty(document, 'visibilityState', { get: () => 'hidden', configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    })()`);
    await ask(session.socket, 'chat:send', { room: { id: session.id }, text: 'fresh news', clientId: 'fresh' });

    await messageWith(reader, 'fresh news').waitFor();
    await messagesOf(reader).getByText('New messages', { exact: true }).waitFor();
    const rows = await messagesOf(reader).getByRole('listitem').allTextContents();
    const line = rows.indexOf('New messages');
    expect(rows[line - 1]).toContain('old news');
    expect(rows[line + 1]).toContain('fresh news');
  });

  it.each([
    ['in light', DESKTOP],
    ['in dark', DARK_DESKTOP],
    ['on a phone', PHONE],
  ])('keeps nobody out, complains of nothing, and fits the screen %s', async (_, device) => {
    const session = await makeSession(gateway, 'Looks');
    await seed(session, ['Is it 42?', `A long address: https://example.org/${'long'.repeat(60)}`, 'x'.repeat(300)]);
    const page = await openAs(browser, gateway, session, session.owner, device);
    const complaints = complaintsOf(page);
    await messageWith(page, 'xxx').waitFor();
    expect(await barriersOn(page)).toEqual([]);
    expect(await isTooWide(page)).toBe(false);

    if (device === PHONE) await page.getByRole('button', { name: 'People' }).click();
    await page.getByRole('heading', { name: /Here now/ }).waitFor();
    expect(await barriersOn(page)).toEqual([]);
    if (device === PHONE) await page.getByRole('button', { name: 'Close' }).click();
    await messageWith(page, 'Is it 42?').click();
    await page.getByRole('button', { name: 'React', exact: true }).click();
    await page.getByRole('button', { name: 'React with 🚀' }).waitFor();
    expect(await barriersOn(page)).toEqual([]);
    expect(await isTooWide(page)).toBe(false);
    expect(complaints).toEqual([]);
  });
});

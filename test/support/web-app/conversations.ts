import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import type { TestAccount } from '../accounts.js';
import type { Chromium } from '../chromium.js';
import type { Endpoint } from '../raw-client.js';
import { DESKTOP } from './devices.js';
import { isGreeted, signIn } from './people.js';
import { composerOf } from './sessions.js';

/** A browser with that person on their start page. */
export async function openHomeAs(
  browser: Chromium,
  gateway: Endpoint,
  account: TestAccount,
  device: BrowserContextOptions = DESKTOP,
): Promise<Page> {
  const page = await browser.open(`${gateway.httpUrl}/sign-in`, device);
  await signIn(page, account);
  await isGreeted(page, account.username);
  return page;
}

/** A browser with that person where their conversations are. */
export async function openMessagesAs(
  browser: Chromium,
  gateway: Endpoint,
  account: TestAccount,
  device: BrowserContextOptions = DESKTOP,
): Promise<Page> {
  const page = await browser.open(`${gateway.httpUrl}/sign-in?to=/messages`, device);
  await signIn(page, account);
  await page.getByRole('heading', { level: 1, name: 'Messages' }).waitFor();
  return page;
}

/** A browser with that person in their conversation with the other. */
export async function openConversationAs(
  browser: Chromium,
  gateway: Endpoint,
  account: TestAccount,
  other: TestAccount,
  device: BrowserContextOptions = DESKTOP,
): Promise<Page> {
  const page = await browser.open(`${gateway.httpUrl}/sign-in?to=/messages/${other.id}`, device);
  await signIn(page, account);
  await isTalkingTo(page, other);
  return page;
}

/** The conversation with that person is shown, and one can write. */
export async function isTalkingTo(page: Page, { username }: TestAccount): Promise<void> {
  await page.getByRole('heading', { level: 1, name: username }).waitFor();
  await composerOf(page).waitFor();
}

/** Finds somebody by the beginning of their name, and goes to the conversation with them. */
export async function beginWith(page: Page, other: TestAccount): Promise<void> {
  await page.getByRole('button', { name: 'New conversation' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'New conversation' });
  await dialog.getByRole('searchbox').fill(other.username.slice(0, -1).toUpperCase());
  await dialog.getByRole('button', { name: other.username }).click();
  await isTalkingTo(page, other);
}

/** The entry of the conversation with that person. */
export function entryOf(page: Page, { username }: TestAccount): Locator {
  return page.getByRole('region', { name: 'Conversations' }).getByRole('link', { name: new RegExp(username) });
}

/** The way to the conversations, in the navigation. */
export function messagesLink(page: Page): Locator {
  return page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: /Messages/ });
}

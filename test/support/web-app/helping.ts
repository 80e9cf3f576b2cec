import { randomBytes } from 'node:crypto';
import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import type { TestAccount } from '../accounts.js';
import type { Chromium } from '../chromium.js';
import type { Endpoint } from '../raw-client.js';
import { SocketClient } from '../socket-client.js';
import { DESKTOP } from './devices.js';
import { signIn } from './people.js';

/** One that no other test's mentors help with: gateways keep them from test to test. */
export function newSubject(): string {
  return `Subject ${randomBytes(4).toString('hex')}`;
}

/** A browser with that person on a page of theirs. */
export async function openSignedIn(
  browser: Chromium,
  gateway: Endpoint,
  path: string,
  account: TestAccount,
  device: BrowserContextOptions = DESKTOP,
): Promise<Page> {
  const page = await browser.open(`${gateway.httpUrl}/sign-in?to=${path}`, device);
  await signIn(page, account);
  return page;
}

export function connect(gateway: Endpoint, { token }: TestAccount): Promise<SocketClient> {
  return SocketClient.connect(gateway, { auth: { token, dialect: 'lyceum' } });
}

/** The mentor's own card: from then on they are asked about that. */
export async function becomeAvailable(page: Page, subject: string, { capacity = 1, text = '' } = {}): Promise<void> {
  await page.getByRole('button', { name: 'Edit' }).click();
  const dialog = page.getByRole('dialog', { name: 'What you help with' });
  await dialog.getByLabel('Subjects', { exact: true }).fill(subject);
  await dialog.getByLabel('Subjects', { exact: true }).press('Enter');
  await dialog.getByRole('button', { name: `Remove ${subject}` }).waitFor();
  await dialog.getByLabel('Status text').fill(text);
  await dialog.getByLabel('How many students at once?').fill(String(capacity));
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.getByRole('radio', { name: 'Available' }).click();
  await page.getByRole('heading', { name: 'Nobody needs you right now' }).waitFor();
}

/** Of the mentor's queue, that student's request. */
export function offerOf(page: Page, { username }: TestAccount): Locator {
  return page.getByRole('list', { name: 'Asking for help' }).getByRole('listitem').filter({ hasText: username });
}

/** Asks by the form, which is open. */
export async function fillRequest(
  page: Page,
  { text, urgency = 'Soon', subject }: Partial<Record<string, string>>,
): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Ask for help' });
  if (subject !== undefined) await dialog.getByLabel('Subject', { exact: true }).fill(subject);
  if (text !== undefined) await dialog.getByLabel('What is it about?').fill(text);
  await dialog.getByRole('radio', { name: urgency }).click();
  await dialog.getByRole('button', { name: 'Send request' }).click();
  await dialog.waitFor({ state: 'detached' });
}

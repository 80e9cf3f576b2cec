import type { Locator, Page } from 'playwright-core';
import type { TestAccount } from '../accounts.js';

/** Fills in the form of the sign-in page, and sends it. */
export async function signIn(page: Page, { username, password }: Pick<TestAccount, 'username' | 'password'>): Promise<void> {
  await page.getByLabel('Username').fill(username);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** The greeting of the start page: there one is signed in, under this name. */
export async function isGreeted(page: Page, name: string): Promise<void> {
  await page.getByRole('heading', { level: 1, name: `Hello, ${name}` }).waitFor();
}

/** What a page tells for a moment. The same, said to screen readers, begins with another word: a pattern has to begin where the text does. */
export function toastOn(page: Page, text: string | RegExp): Locator {
  return page.getByText(text, { exact: true });
}

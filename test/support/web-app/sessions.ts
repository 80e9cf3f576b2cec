import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { register, type TestAccount } from '../accounts.js';
import type { Chromium } from '../chromium.js';
import type { JsonObject } from '../inbox.js';
import type { Endpoint } from '../raw-client.js';
import { SocketClient } from '../socket-client.js';
import { DESKTOP } from './devices.js';
import { signIn } from './people.js';

/** A session that was made over the wire, and its owner, who is not in it. */
export interface TestSession {
  readonly id: string;
  readonly code: string;
  readonly title: string;
  readonly owner: TestAccount;
  readonly socket: SocketClient;
}

export async function ask(client: SocketClient, command: string, payload: JsonObject): Promise<JsonObject> {
  const { ok, data, error } = await client.request(command, payload);
  if (ok !== true) throw new Error(`${command}: ${JSON.stringify(error)}`);
  return data as JsonObject;
}

export async function makeSession(gateway: Endpoint, title: string, wishes: JsonObject = {}): Promise<TestSession> {
  const owner = await register(gateway, 'lead');
  const socket = await SocketClient.connect(gateway, { auth: { token: owner.token, dialect: 'lyceum' } });
  const { id, code } = (await ask(socket, 'rooms:create', { title, ...wishes })) as { id: string; code: string };
  return { id, code, title, owner, socket };
}

/** The owner says all that, in order. */
export async function seed({ id, socket }: TestSession, texts: readonly string[]): Promise<void> {
  await ask(socket, 'rooms:join', { id });
  await Promise.all(texts.map((text, index) => ask(socket, 'chat:send', { room: { id }, text, clientId: `seed-${index}` })));
}

/** A browser with that person in the session. */
export async function openAs(
  browser: Chromium,
  gateway: Endpoint,
  { code, title }: TestSession,
  account: TestAccount,
  device: BrowserContextOptions = DESKTOP,
): Promise<Page> {
  const page = await browser.open(`${gateway.httpUrl}/sign-in?to=/s/${code}`, device);
  await signIn(page, account);
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
  return page;
}

/** A browser with a guest of that name in the session. */
export async function openAsGuest(
  browser: Chromium,
  gateway: Endpoint,
  { code, title }: TestSession,
  name: string,
  device: BrowserContextOptions = DESKTOP,
): Promise<Page> {
  const page = await browser.open(`${gateway.httpUrl}/s/${code}`, device);
  await page.getByLabel('Your name').fill(name);
  await page.getByRole('button', { name: 'Join the session' }).click();
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
  return page;
}

export const composerOf = (page: Page): Locator => page.getByRole('textbox', { name: 'Message' });
export const messagesOf = (page: Page): Locator => page.getByRole('log', { name: 'Messages' });

/** The row of the message with that text. */
export const messageWith = (page: Page, text: string): Locator =>
  messagesOf(page).getByRole('listitem').filter({ hasText: text });

/** Says something, and waits until it was said. */
export async function say(page: Page, text: string): Promise<void> {
  await composerOf(page).fill(text);
  await composerOf(page).press('Enter');
  await messageWith(page, text).last().waitFor();
}

import type { Page } from 'playwright-core';
import { register, type TestAccount } from '../accounts.js';
import type { Chromium } from '../chromium.js';
import type { Endpoint } from '../raw-client.js';
import { callFrom, callOf, openForCallsAs, ringingOf, sees, type CallPageOptions } from './call-pages.js';

interface HowOpened {
  adas?: CallPageOptions;
  bens?: CallPageOptions;
}

/** Two people with a browser each. */
export interface Two {
  ada: TestAccount;
  ben: TestAccount;
  /** Ada, in the conversation with Ben. */
  adas: Page;
  /** Ben, on the start page. */
  bens: Page;
}

export async function two(browser: Chromium, gateway: Endpoint, options: HowOpened = {}): Promise<Two> {
  const [ada, ben] = await Promise.all([register(gateway, 'ada'), register(gateway, 'ben')]);
  const [adas, bens] = await Promise.all([
    openForCallsAs(browser, gateway, ada, { ...options.adas, path: `/messages/${ben.id}` }),
    openForCallsAs(browser, gateway, ben, options.bens),
  ]);
  await adas.getByRole('heading', { level: 1, name: ben.username }).waitFor();
  return { ada, ben, adas, bens };
}

/** The two in a call with video. */
export async function twoTalking(browser: Chromium, gateway: Endpoint, options: HowOpened = {}): Promise<Two> {
  const all = await two(browser, gateway, options);
  const { ada, ben, adas, bens } = all;
  await callFrom(adas, ben.username);
  await callOf(adas).getByText(`Calling ${ben.username}…`).waitFor();
  await ringingOf(bens, ada.username).getByRole('button', { name: 'Accept with video' }).click();
  await Promise.all([sees(adas), sees(bens)]);
  return all;
}

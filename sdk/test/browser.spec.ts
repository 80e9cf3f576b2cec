import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { borrowGateway, type BorrowedGateway } from '../../test/support/borrowed-gateway.js';
import { Chromium, STEP_MS } from '../../test/support/chromium.js';
import { describeWith } from '../../test/support/describe-with.js';
import { ROOMY } from '../../test/contract/settings.js';
import { BuiltClient, vite } from './built-client.js';
import { closeAll, newcomer, until } from './people.js';

const START_MS = 180_000;

describeWith(['chromium'], 'the built client in a browser', () => {
  let gateway: BorrowedGateway;
  let chromium: Chromium;
  let client: BuiltClient;
  let script: string;

  beforeAll(async () => {
    client = await BuiltClient.build();
    await vite('--config', 'sdk/test/page/vite.config.ts', '--outDir', client.path('page'), '--mode', client.folder);
    script = await readFile(client.path('page', 'page.iife.js'), 'utf8');
    gateway = await borrowGateway({ ...ROOMY, GUEST_ACCESS: 'allow' });
    chromium = await Chromium.start();
  }, START_MS);
  afterEach(closeAll);
  afterAll(async () => {
    await chromium.stop();
    client.remove();
    await gateway.giveBack();
  });

  /** A page of the gateway's own origin, with nothing in it but ours. */
  async function pageOfGwen(): Promise<Page> {
    const page = await chromium.open(`${gateway.httpUrl}/health`);
    await page.evaluate(script);
    await page.locator('#status', { hasText: 'connected' }).waitFor();
    return page;
  }

  it('shows a live session by the hook of old, loses nothing offline, and doubles nothing', async () => {
    const ana = await newcomer(gateway, 'ana');
    const room = await ana.client.rooms.join({ key: 'session_42' }, { create: true });
    const page = await pageOfGwen();
    await until(room, ({ participants }) => participants.some(({ name }) => name === 'Gwen'), STEP_MS);
    room.send('Welcome');
    await page.locator('li', { hasText: `${ana.username}: Welcome sent` }).waitFor();

    await page.context().setOffline(true);
    await page.locator('#status', { hasText: 'offline' }).waitFor();
    await page.getByRole('button', { name: 'Send' }).click();
    await page.locator('#status', { hasText: 'offline 1' }).waitFor();
    room.send('Are you there?');
    await page.context().setOffline(false);

    await page.locator('li', { hasText: 'from the page sent' }).waitFor();
    const { messages } = await until(room, (state) => state.messages.length === 3 && state.live, STEP_MS);
    expect(messages.map(({ text }) => text)).toEqual(['Welcome', 'Are you there?', 'from the page']);
    await page.locator('li').nth(2).waitFor();
    expect(await page.locator('li').count()).toBe(3);
    await page.locator('#participants', { hasText: 'Gwen' }).waitFor();
    await page.locator('#aside').getByText('joined 0', { exact: true }).waitFor();
  });
});

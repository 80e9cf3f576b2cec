import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { newUsername, register, type TestAccount } from '../support/accounts.js';
import { Chromium, STEP_MS } from '../support/chromium.js';
import { describeWith } from '../support/describe-with.js';
import { startGateway, type Gateway } from '../support/gateway.js';
import { call } from '../support/http-client.js';
import { type JsonObject } from '../support/inbox.js';
import { ROOMY } from '../contract/settings.js';
import { SocketClient } from '../support/socket-client.js';
import { DARK_DESKTOP, DESKTOP, PHONE } from '../support/web-app/devices.js';
import { barriersOn, complaintsOf, isTooWide } from '../support/web-app/faults.js';
import { isGreeted, signIn, toastOn } from '../support/web-app/people.js';
import { eventually } from '../support/wait.js';
import { WebhookReceiver } from '../support/webhooks/webhook-receiver.js';

const PAGES = ['', '/people', '/rooms', '/webhooks', '/security', '/keys'];
const HEADINGS = ['Overview', 'People', 'Rooms', 'Webhooks', 'Security events', 'API keys'];
const DRAWN_MS = 30_000;

let gateway: Gateway;
let browser: Chromium;
let admin: TestAccount;

async function open(path: string, account = admin, device: BrowserContextOptions = DESKTOP): Promise<Page> {
  const page = await browser.open(`${gateway.httpUrl}/sign-in`, device);
  await signIn(page, account);
  await isGreeted(page, account.username);
  await page.goto(gateway.httpUrl + path);
  return page;
}

async function connected(account: TestAccount): Promise<SocketClient> {
  return SocketClient.connect(gateway, { auth: { token: account.token, dialect: 'lyceum' } });
}

describeWith(['chromium'], 'the administration in the web app', () => {
  beforeAll(async () => {
    const username = newUsername('root');
    const env = { ...ROOMY, ADMIN_USERNAMES: username, OUTBOUND_ALLOWED: '127.0.0.1', RATE_READ_PER_SECOND: '1000' };
    [gateway, browser] = await Promise.all([startGateway({ env }), Chromium.start()]);
    const password = `${username} has a long password`;
    const { body } = await call(gateway, 'POST', '/api/auth/register', { body: { username, password } });
    admin = { id: (body.user as { id: string }).id, username, password, token: body.token as string };
  });
  afterEach(async () => {
    WebhookReceiver.stopAll();
    SocketClient.closeAll();
    await browser.closeAll();
  });
  afterAll(async () => {
    await browser.stop();
    await gateway.stop();
  });

  it('is shown to nobody else', async () => {
    const page = await open('/admin', await register(gateway, 'ana'));

    await page.getByRole('heading', { name: 'This is for administrators' }).waitFor();
    expect(await page.getByRole('link', { name: 'Admin', exact: true }).count()).toBe(0);
  });

  it('is a page away for administrators', async () => {
    const page = await open('/');
    await page.getByRole('link', { name: 'Admin', exact: true }).click();

    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  });

  it.each([
    ['in light', DESKTOP],
    ['in dark', DARK_DESKTOP],
    ['on a phone', PHONE],
  ])('keeps nobody out, complains of nothing, and fits the screen %s', async (_, device) => {
    const page = await open('/admin', admin, device);
    const complaints = complaintsOf(page);
    const faults: string[] = [];
    for (const [index, path] of PAGES.entries()) {
      await page.goto(`${gateway.httpUrl}/admin${path}`);
      await page.getByRole('heading', { level: 1, name: HEADINGS[index]! }).waitFor();
      await page.getByRole('status').filter({ hasText: 'Loading' }).first().waitFor({ state: 'detached' });
      faults.push(...(await barriersOn(page)).map((barrier) => `${path}: ${barrier}`));
      if (await isTooWide(page)) faults.push(`${path} is too wide`);
    }

    expect(faults).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it(
    'shows live numbers, draws them, and has them in a table',
    async () => {
      const page = await open('/admin');
      const complaints = complaintsOf(page);
      const figure = (name: string) =>
        page.getByRole('region', { name: 'Now' }).locator('div', { hasText: name }).getByRole('definition').first();
      // The page's own; those of the pages before may end a moment later.
      await figure('Connections').filter({ hasText: /^1$/ }).waitFor({ timeout: DRAWN_MS });

      const ana = await connected(await register(gateway, 'ana'));
      const { data } = await ana.request('rooms:create', { title: 'Loud' });
      await ana.request('rooms:join', { id: (data as JsonObject).id });
      for (const text of ['One', 'Two', 'Three']) await ana.request('chat:send', { room: { id: (data as JsonObject).id }, text });

      await figure('Connections').filter({ hasText: /^2$/ }).waitFor();
      await figure('People online').filter({ hasText: /^2$/ }).waitFor();
      await figure('Rooms in use').filter({ hasText: /^1$/ }).waitFor();
      await figure('Messages a second')
        .filter({ hasText: /^0\.[0-9]+$/ })
        .waitFor({ timeout: DRAWN_MS });
      await page.getByRole('table', { name: 'Connections by protocol' }).getByText('lyceum').waitFor();
      const chart = page.getByRole('img', { name: /^Chart: Connections and people/ });
      await chart.locator('canvas').waitFor({ timeout: DRAWN_MS });
      await page.getByText('As a table').nth(1).click();
      await page.getByRole('table', { name: 'Connections and people' }).getByRole('row').nth(1).waitFor();

      ana.close();
      expect(complaints).toEqual([]);
    },
    DRAWN_MS * 2,
  );

  it('asks for nothing while nobody can see it', async () => {
    const page = await open('/admin');
    await page.getByRole('table', { name: 'Nodes' }).waitFor();
    await page.evaluate(`
      Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => globalThis.shown ?? 'hidden' });
      document.dispatchEvent(new Event('visibilitychange'));
    `);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    // Longer than the pause between two looks, by the page's own clock.
    await page.evaluate('new Promise((resolve) => setTimeout(resolve, 5_000))');
    expect(asked.filter((url) => url.includes('/api/admin/stats'))).toEqual([]);

    const again = page.waitForRequest((request) => request.url().endsWith('/api/admin/stats'));
    await page.evaluate(`globalThis.shown = 'visible'; document.dispatchEvent(new Event('visibilitychange'));`);
    await again;
  });

  it('finds somebody, changes their role, disconnects, bans and lets them in again', async () => {
    const ben = await register(gateway, 'ben');
    const client = await connected(ben);
    const page = await open('/admin/people');
    await page.getByLabel('Search').fill(ben.username.toUpperCase());
    await page.getByRole('button', { name: `Show ${ben.username}` }).click();
    const panel = page.getByRole('dialog', { name: ben.username });
    await panel.getByText('Online now').waitFor();

    await panel.getByLabel('Role').selectOption('Mentor');
    await page.getByRole('button', { name: 'Change role' }).click();
    await toastOn(page, `${ben.username} has a new role.`).waitFor();
    expect((await call(gateway, 'GET', '/api/auth/me', { token: ben.token })).body.role).toBe('mentor');

    await panel.getByRole('button', { name: 'Disconnect' }).click();
    await page
      .getByRole('dialog', { name: `Disconnect ${ben.username}?` })
      .getByRole('button', { name: 'Disconnect' })
      .click();
    await client.closed;

    await panel.getByRole('button', { name: 'Ban' }).click();
    await page
      .getByRole('dialog', { name: `Ban ${ben.username}?` })
      .getByRole('button', { name: 'Ban' })
      .click();
    await panel.getByRole('button', { name: 'Lift the ban' }).waitFor();
    expect((await call(gateway, 'GET', '/api/auth/me', { token: ben.token })).status).not.toBe(200);

    await panel.getByRole('button', { name: 'Lift the ban' }).click();
    await page
      .getByRole('dialog', { name: /^Let .* in again/ })
      .getByRole('button', { name: 'Lift the ban' })
      .click();
    await panel.getByRole('button', { name: 'Ban' }).waitFor();
  });

  it('does not do to oneself what is done to others', async () => {
    const page = await open('/admin/people');
    await page.getByLabel('Search').fill(admin.username);
    await page.getByRole('button', { name: `Show ${admin.username}` }).click();

    await page.getByText('This is you.').waitFor();
    expect(await page.getByRole('button', { name: 'Ban' }).count()).toBe(0);
  });

  it('closes a room after asking, and says so where no room is found', async () => {
    const leader = await connected(await register(gateway, 'lead'));
    const { data } = await leader.request('rooms:create', { title: 'Geometry for all' });
    await leader.request('rooms:join', { id: (data as JsonObject).id });
    const page = await open('/admin/rooms', admin, PHONE);
    await page.getByLabel('Search').fill('geometry');
    await page.getByRole('button', { name: 'Close Geometry for all' }).tap();
    await page.getByRole('button', { name: 'Close room' }).tap();

    await leader.next('rooms:closed', {});
    await toastOn(page, 'Geometry for all is closed.').waitFor();
    await page.getByRole('heading', { name: 'No rooms found' }).waitFor();
    await page.getByLabel('State').selectOption('Closed');
    await page.getByRole('table', { name: 'Rooms' }).getByText('Geometry for all').waitFor();
  });

  it('makes a webhook whose secret is shown once, tests, changes and deletes it', async () => {
    const receiver = await WebhookReceiver.start();
    const page = await open('/admin/webhooks');
    await page.getByRole('heading', { name: 'No webhooks yet' }).waitFor();
    await page.getByRole('button', { name: 'New webhook' }).click();
    await page.getByRole('button', { name: 'Create webhook' }).click();
    await page.getByText('Type the address that events are posted to.').waitFor();
    await page.getByLabel('Address').fill(receiver.url);
    await page.getByLabel(/^Everything/).uncheck();
    await page.getByLabel('user.created').check();
    await page.getByRole('button', { name: 'Create webhook' }).click();
    await page
      .getByRole('dialog', { name: 'The webhook’s secret' })
      .getByText(/^whsec_/)
      .waitFor();
    await page.getByRole('button', { name: 'I have kept it' }).click();

    await page.getByRole('link', { name: receiver.url }).click();
    await page.getByRole('button', { name: 'Send a test' }).click();
    await toastOn(page, /^The test came through with 204/).waitFor();
    await register(gateway, 'new');
    const deliveries = page.getByRole('table', { name: 'Deliveries' });
    await eventually(async () => {
      await page.reload();
      await deliveries.getByText('Delivered').first().waitFor({ timeout: 2_000 });
    }, STEP_MS);
    const before = receiver.received.length;
    await deliveries.getByRole('button', { name: 'Send user.created again' }).first().click();
    await toastOn(page, 'It is sent again.').waitFor();
    await eventually(() => {
      expect(receiver.received.length).toBeGreaterThan(before);
      return Promise.resolve();
    }, 10_000);

    await page.getByRole('switch', { name: /Enabled/ }).click();
    await page.getByText('Off', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'New secret' }).click();
    await page.getByRole('button', { name: 'Make a new secret' }).click();
    await page.getByRole('button', { name: 'I have kept it' }).click();
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('button', { name: 'Delete webhook' }).click();
    await page.getByRole('heading', { name: 'No webhooks yet' }).waitFor();
  });

  it('shows who did what, to whom', async () => {
    const ben = await register(gateway, 'ben');
    await call(gateway, 'POST', `/api/users/${ben.id}/ban`, { token: admin.token });
    const page = await open('/admin/security');
    await page.getByLabel('To whom or what').fill(ben.id);

    const events = page.getByRole('table', { name: 'Security events' });
    const row = events.getByRole('row').filter({ hasText: 'users.ban' }).filter({ hasText: ben.username });
    await row.getByText(admin.username).waitFor();
    await page.getByRole('combobox', { name: 'Action' }).fill('users.unban');
    await page.getByRole('heading', { name: 'Nothing happened' }).waitFor();

    await page.getByRole('combobox', { name: 'Action' }).fill('users.ban');
    await row.getByRole('link', { name: ben.username }).click();
    await page.getByRole('dialog', { name: ben.username }).getByRole('button', { name: 'Lift the ban' }).waitFor();
  });

  it('says what is wrong where the server cannot be reached, and tries again', async () => {
    const page = await open('/admin/people');
    await page.getByRole('table', { name: 'People' }).waitFor();
    await page.route('**/api/admin/users**', (route) => route.abort());
    await page.getByLabel('Search').fill('anybody');
    await page.getByRole('alert').filter({ hasText: 'offline' }).waitFor();
    await page.unroute('**/api/admin/users**');
    await page.getByRole('button', { name: 'Try again' }).click();

    await page.getByRole('heading', { name: 'Nobody found' }).waitFor();
  });
});

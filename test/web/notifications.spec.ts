import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { register, type TestAccount } from '../support/accounts.js';
import { borrowGateway, type BorrowedGateway } from '../support/borrowed-gateway.js';
import { Chromium } from '../support/chromium.js';
import { describeWith } from '../support/describe-with.js';
import { call } from '../support/http-client.js';
import type { JsonObject } from '../support/inbox.js';
import { PushService } from '../support/push/push-service.js';
import { SocketClient } from '../support/socket-client.js';
import { eventually } from '../support/wait.js';
import { DARK_DESKTOP, DESKTOP, PHONE } from '../support/web-app/devices.js';
import { barriersOn, complaintsOf, isTooWide } from '../support/web-app/faults.js';
import { connect, openSignedIn } from '../support/web-app/helping.js';
import { hasFocus } from '../support/web-app/keyboard.js';
import { ask, makeSession, type TestSession } from '../support/web-app/sessions.js';
import { ROOMY } from '../contract/settings.js';

const PREFERENCES = '/api/notifications/preferences';
const SUBSCRIPTIONS = '/api/push/subscriptions';
/** Pushes go to this machine, where the push service of the tests is. */
const PUSHING = { ...ROOMY, OUTBOUND_ALLOWED: '127.0.0.0/8' };

let gateway: BorrowedGateway;
let browser: Chromium;

/** Somebody who was in the session, and can be mentioned there. */
async function memberOf({ code }: TestSession): Promise<TestAccount> {
  const account = await register(gateway, 'ben');
  await ask(await connect(gateway, account), 'rooms:join', { code });
  return account;
}

let sent = 0;
async function mention({ id, socket }: TestSession, person: TestAccount, text: string): Promise<void> {
  await ask(socket, 'rooms:join', { id });
  await ask(socket, 'chat:send', { room: { id }, text, clientId: `mention-${(sent += 1)}`, mentions: [person.id] });
}

const open = (path: string, account: TestAccount, device = DESKTOP): Promise<Page> =>
  openSignedIn(browser, gateway, path, account, device);

const preferencesOf = async ({ token }: TestAccount): Promise<JsonObject> =>
  (await call(gateway, 'GET', PREFERENCES, { token })).body;

describeWith(['chromium'], 'notifications in the web app', () => {
  beforeAll(async () => {
    [gateway, browser] = await Promise.all([borrowGateway(PUSHING), Chromium.start()]);
  });
  afterEach(async () => {
    SocketClient.closeAll();
    await browser.closeAll();
  });
  afterAll(async () => {
    await browser.stop();
    await gateway.giveBack();
  });

  it('ring a bell on every page, and lead to where it happened', async () => {
    const session = await makeSession(gateway, 'Where it was');
    const ben = await memberOf(session);
    const page = await open('/settings', ben);
    const complaints = complaintsOf(page);
    const second = await page.context().newPage();
    await second.goto(`${gateway.httpUrl}/mentors`);
    for (const tab of [page, second]) await tab.getByRole('link', { name: 'Notifications', exact: true }).waitFor();
    await mention(session, ben, 'Look at this');

    await second.getByRole('link', { name: 'Notifications, 1 unread' }).waitFor();
    await page.getByRole('link', { name: 'Notifications, 1 unread' }).click();
    const row = page.getByRole('list', { name: 'Notifications' }).getByRole('listitem');
    await row.getByText('Look at this').waitFor();
    await row.getByText('just now').waitFor();
    await row.getByRole('link').click();
    await page.getByRole('heading', { level: 1, name: 'Where it was' }).waitFor();
    for (const tab of [page, second]) await tab.getByRole('link', { name: 'Notifications', exact: true }).waitFor();

    // Who looks at it there has read it.
    await mention(session, ben, 'And at this');
    await eventually(async () => {
      const { body } = await call(gateway, 'GET', '/api/notifications', { token: ben.token });
      expect(body).toMatchObject({ unread: 0, notifications: [{ body: 'And at this' }, { body: 'Look at this' }] });
    });
    for (const tab of [page, second]) await tab.getByRole('link', { name: 'Notifications', exact: true }).waitFor();
    // Also where the session has the address that its code gives it.
    await page.goto(`${gateway.httpUrl}/s/${session.code}`);
    await page.getByRole('heading', { level: 1, name: 'Where it was' }).waitFor();
    await mention(session, ben, 'At last');
    await eventually(async () => {
      const { body } = await call(gateway, 'GET', '/api/notifications', { token: ben.token });
      expect(body).toMatchObject({ unread: 0, notifications: [{ body: 'At last' }, {}, {}] });
    });
    expect(complaints).toEqual([]);
  });

  it('are read one by one or all at once, on every device', async () => {
    const session = await makeSession(gateway, 'Much');
    const ben = await memberOf(session);
    for (const text of ['first', 'second', 'third']) await mention(session, ben, text);
    const [page, other] = await Promise.all([open('/notifications', ben), open('/notifications', ben, PHONE)]);
    for (const each of [page, other]) await each.getByRole('link', { name: 'Notifications, 3 unread' }).first().waitFor();

    const rows = page.getByRole('list', { name: 'Notifications' }).getByRole('listitem');
    await rows.filter({ hasText: 'second' }).getByRole('button').click();
    await other.getByRole('link', { name: 'Notifications, 2 unread' }).waitFor();
    expect(await rows.filter({ hasText: 'second' }).getByRole('button').count()).toBe(0);
    await page.getByRole('button', { name: 'Mark all as read' }).click();
    await other.getByRole('link', { name: 'Notifications', exact: true }).waitFor();
    await rows.getByRole('button').first().waitFor({ state: 'detached' });
    // Its button is gone: the keyboard goes on in the page.
    await hasFocus(page.getByRole('main'));
  });

  it('come as somebody wants them', async () => {
    const ben = await register(gateway, 'ben');
    const page = await open('/settings', ben);
    await page.getByRole('checkbox', { name: 'Mentions in the list' }).uncheck();
    await eventually(async () => {
      const { kinds } = (await preferencesOf(ben)) as { kinds: JsonObject };
      expect(kinds).toMatchObject({ mention: { feed: false, push: true }, call: { feed: true, push: true } });
    });

    await page.getByRole('switch', { name: /^Quiet hours/ }).click();
    await page.getByLabel('From').fill('23:30');
    await page.getByRole('button', { name: 'Save quiet hours' }).click();
    await page.getByText('Saved.').first().waitFor();
    const quietHours = { from: '23:30', to: '07:00', timeZone: expect.any(String) };
    expect(await preferencesOf(ben)).toMatchObject({ quietHours, kinds: { mention: { feed: false } } });
    await page.reload();
    await page.getByRole('checkbox', { name: 'Mentions in the list' }).waitFor();
    expect(await page.getByRole('checkbox', { name: 'Mentions in the list' }).isChecked()).toBe(false);
    expect(await page.getByLabel('From').inputValue()).toBe('23:30');
  });

  it('are none for guests, who are told how to have some', async () => {
    const page = await browser.open(`${gateway.httpUrl}/guest`, DESKTOP);
    await page.getByLabel('Your name').fill('Gustav');
    await page.getByRole('button', { name: 'Continue as guest' }).click();
    await page.getByRole('heading', { name: 'Hello, Gustav' }).waitFor();
    expect(await page.getByRole('link', { name: /^Notifications/ }).count()).toBe(0);
    await page.goto(`${gateway.httpUrl}/notifications`);
    await page.getByRole('link', { name: 'Create an account' }).waitFor();
  });

  it('have a worker that browsers take, and look at anew each time', async () => {
    const [worker, page] = await Promise.all(
      ['/push-worker.js', '/'].map((path) => fetch(gateway.httpUrl + path, { headers: { accept: 'text/html' } })),
    );
    expect(worker!.status).toBe(200);
    expect(worker!.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(worker!.headers.get('cache-control')).toBe('no-cache');
    expect(worker!.headers.get('x-content-type-options')).toBe('nosniff');
    expect(page!.headers.get('content-security-policy')).toContain("worker-src 'self'");
  });

  describe('pushed', () => {
    let service: PushService;
    beforeAll(async () => {
      service = await PushService.start();
    });
    afterAll(() => service.stop());

    /** This browser has no push service of its own: it gets one of the tests', and keeps what it was given as browsers do. */
    async function givePushes(page: Page): Promise<void> {
      // Signed in: then the page may be loaded anew.
      await page.getByRole('switch', { name: /^Push to this browser/ }).waitFor();
      await page.context().grantPermissions(['notifications'], { origin: gateway.httpUrl });
      const { target } = service.newBrowser();
      await page.addInitScript(`(() => {
        const target = ${JSON.stringify(target)};
        const subscription = {
          endpoint: target.endpoint,
          toJSON: () => ({ endpoint: target.endpoint, expirationTime: null, keys: target.keys }),
          unsubscribe: async () => { sessionStorage.removeItem('pushed'); return true; },
        };
        PushManager.prototype.subscribe = async () => { sessionStorage.setItem('pushed', '1'); return subscription; };
        PushManager.prototype.getSubscription = async () => (sessionStorage.getItem('pushed') === null ? null : subscription);
      })()`);
      await page.reload();
    }

    /** The browser's push service brings that to the app's worker. */
    async function push(page: Page, message: JsonObject): Promise<void> {
      const session = await page.context().newCDPSession(page);
      const found = new Promise<string>((resolve) => {
        session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
          const ours = registrations.find(({ scopeURL }) => scopeURL === `${gateway.httpUrl}/`);
          if (ours !== undefined) resolve(ours.registrationId);
        });
      });
      await session.send('ServiceWorker.enable');
      const registrationId = await found;
      const data = JSON.stringify(message);
      await session.send('ServiceWorker.deliverPushMessage', { origin: gateway.httpUrl, registrationId, data });
      await session.detach();
    }

    const shownOn = (page: Page): Promise<string[]> =>
      page.evaluate<string[]>(`(async () => {
        const registration = await navigator.serviceWorker.getRegistration('/');
        return (await registration.getNotifications()).map(({ title, body, tag }) => [title, body, tag].join(' | '));
      })()`);

    it('come to a browser as long as somebody wants that', async () => {
      const ben = await register(gateway, 'ben');
      const page = await open('/settings', ben);
      await givePushes(page);
      const complaints = complaintsOf(page);
      const subscriptions = async (): Promise<number> => {
        const { body } = await call(gateway, 'GET', SUBSCRIPTIONS, { token: ben.token });
        return (body.subscriptions as JsonObject[]).length;
      };
      const pushes = page.getByRole('switch', { name: /^Push to this browser/ });
      await pushes.click();
      await page.getByText('Pushes come to this browser now.').first().waitFor();
      expect(await subscriptions()).toBe(1);
      await page.reload();
      await page.getByText('Pushes come to this browser.', { exact: true }).waitFor();

      await pushes.click();
      await page.getByText('No more pushes to this browser.').first().waitFor();
      expect(await subscriptions()).toBe(0);
      expect(complaints).toEqual([]);
    });

    it('are shown by the worker, and a call that is over does not ring', async () => {
      const page = await open('/settings', await register(gateway, 'ben'));
      await givePushes(page);
      await page.getByRole('switch', { name: /^Push to this browser/ }).click();
      await page.getByText('Pushes come to this browser now.').first().waitFor();

      const mentioned = {
        id: 'n-1',
        kind: 'mention',
        title: 'ana mentioned you',
        body: 'Hi',
        data: { roomId: 'r-1' },
        tag: null,
      };
      await push(page, mentioned);
      await eventually(async () => expect(await shownOn(page)).toEqual(['ana mentioned you | Hi | ']));

      const expiresAt = new Date(Date.now() + 60_000).toISOString();
      const ringing = (callId: string): JsonObject => ({
        id: callId,
        kind: 'call',
        title: 'ana is calling',
        body: 'Voice call',
        data: { callId, kind: 'voice', token: 'once', acceptUrl: '/a', rejectUrl: '/r', expiresAt },
        tag: `call:${callId}`,
      });
      const over = (callId: string): JsonObject => ({ ...ringing(callId), data: { callId, withdrawn: true } });
      await push(page, ringing('c-1'));
      await eventually(async () => expect(await shownOn(page)).toContain('ana is calling | Voice call | call:c-1'));
      await push(page, over('c-1'));
      await eventually(async () => expect(await shownOn(page)).toContain('No longer needed |  | call:c-1'));

      await push(page, over('c-2'));
      await eventually(async () => expect(await shownOn(page)).toContain('No longer needed |  | call:c-2'));
      await push(page, ringing('c-2'));
      await push(page, ringing('c-3'));
      await eventually(async () => expect(await shownOn(page)).toContain('ana is calling | Voice call | call:c-3'));
      expect(await shownOn(page)).toContain('No longer needed |  | call:c-2');
    });

    it('lead to where it happened', async () => {
      const session = await makeSession(gateway, 'Pushed');
      const ben = await memberOf(session);
      await mention(session, ben, 'Come here');
      const page = await open('/', ben);
      await page.getByRole('link', { name: 'Notifications, 1 unread' }).waitFor();
      const { body } = await call(gateway, 'GET', '/api/notifications', { token: ben.token });
      const [{ id }] = body.notifications as [{ id: string }];

      await page.goto(`${gateway.httpUrl}/notifications/open?kind=mention&id=${id}&roomId=${session.id}`);
      await page.getByRole('heading', { level: 1, name: 'Pushed' }).waitFor();
      await page.getByRole('link', { name: 'Notifications', exact: true }).waitFor();
    });
  });

  it.each([
    ['in light', DESKTOP],
    ['in dark', DARK_DESKTOP],
    ['on a phone', PHONE],
  ])('keep nobody out, complain of nothing, and fit the screen %s', async (_, device) => {
    const session = await makeSession(gateway, 'Looks');
    const ben = await memberOf(session);
    for (const text of ['Short', `Long ${'x'.repeat(200)}`]) await mention(session, ben, text);
    const page = await open('/notifications', ben, device);
    const complaints = complaintsOf(page);
    await page.getByText('Short').waitFor();
    expect(await barriersOn(page)).toEqual([]);
    expect(await isTooWide(page)).toBe(false);
    await page.getByRole('link', { name: 'Settings' }).first().click();
    await page.getByRole('checkbox', { name: 'Mentions in the list' }).waitFor();
    expect(await barriersOn(page)).toEqual([]);
    expect(await isTooWide(page)).toBe(false);
    expect(complaints).toEqual([]);
  });
});

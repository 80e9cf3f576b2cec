import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { register } from '../support/accounts.js';
import { borrowGateway, type BorrowedGateway } from '../support/borrowed-gateway.js';
import { Chromium } from '../support/chromium.js';
import { describeWith } from '../support/describe-with.js';
import { type JsonObject } from '../support/inbox.js';
import { ROOMY } from '../contract/settings.js';
import { SocketClient } from '../support/socket-client.js';
import { DESKTOP, PHONE } from '../support/web-app/devices.js';
import { complaintsOf, isTooWide } from '../support/web-app/faults.js';
import { signIn } from '../support/web-app/people.js';

let gateway: BorrowedGateway;
let browser: Chromium;

interface Session {
  code: string;
  leader: SocketClient;
}

async function ask(client: SocketClient, command: string, payload: JsonObject): Promise<JsonObject> {
  const { ok, data, error } = await client.request(command, payload);
  if (ok !== true) throw new Error(`${command}: ${JSON.stringify(error)}`);
  return data as JsonObject;
}

/** A session that somebody leads from elsewhere. */
async function sessionCalled(title: string, wishes: object = {}): Promise<Session> {
  const { token } = await register(gateway, 'lead');
  const leader = await SocketClient.connect(gateway, { auth: { token, dialect: 'lyceum' } });
  const room = await ask(leader, 'rooms:create', { title, ...wishes });
  await ask(leader, 'rooms:join', { id: room.id });
  return { code: room.code as string, leader };
}

describeWith(['chromium'], 'sessions in the web app', () => {
  beforeAll(async () => {
    [gateway, browser] = await Promise.all([borrowGateway(ROOMY), Chromium.start()]);
  });
  afterEach(async () => {
    SocketClient.closeAll();
    await browser.closeAll();
  });
  afterAll(async () => {
    await browser.stop();
    await gateway.giveBack();
  });

  it('lets a guest in by code on a phone, under the name they give', async () => {
    const { code } = await sessionCalled('Geometry');
    const page = await browser.open(gateway.httpUrl, PHONE);
    const complaints = complaintsOf(page);
    // As people type codes.
    await page.getByLabel('Session code').fill(` ${code.slice(0, 3).toLowerCase()}-${code.slice(3)} `);
    await page.getByRole('button', { name: 'Join' }).tap();
    expect(await isTooWide(page)).toBe(false);
    await page.getByLabel('Your name').fill('Gustav');
    await page.getByRole('button', { name: 'Join the session' }).tap();

    await page.getByRole('heading', { level: 1, name: 'Geometry' }).waitFor();
    await page.getByRole('button', { name: 'People' }).tap();
    await page.getByRole('dialog', { name: 'People' }).getByText('Gustav').waitFor();
    expect(new URL(page.url()).pathname).toBe(`/s/${code}`);
    expect(await isTooWide(page)).toBe(false);
    expect(complaints).toEqual([]);
  });

  it('makes a session, and shows its code, its link and a picture for cameras; others come by the link', async () => {
    const account = await register(gateway, 'mia');
    const page = await browser.open(`${gateway.httpUrl}/sign-in`, DESKTOP);
    await signIn(page, account);
    await page.getByLabel('What is it about?').fill('Optics');
    await page.getByRole('button', { name: 'Start session' }).click();
    const dialog = page.getByRole('dialog', { name: 'Your session is ready' });
    const picture = await dialog.getByRole('img', { name: /QR code/ }).getAttribute('aria-label');
    const code = /[2-9A-Z]{6}/.exec(picture!.replace('QR', ''))![0];
    await dialog.getByText(code, { exact: true }).waitFor();
    await dialog.getByRole('link', { name: 'Go to the session' }).click();
    await page.getByRole('heading', { level: 1, name: 'Optics' }).waitFor();

    const other = await browser.open(`${gateway.httpUrl}/s/${code.toLowerCase()}`, DESKTOP);
    await other.getByLabel('Your name').fill('Olga');
    await other.getByRole('button', { name: 'Join the session' }).click();
    await other.getByText(account.username).first().waitFor();
    await page.getByText('Olga').first().waitFor();

    await page.getByRole('link', { name: 'Home' }).click();
    await page.getByRole('link', { name: /^Optics/ }).waitFor();
  });

  it('says what is wrong with letters that no code has', async () => {
    const page = await browser.open(gateway.httpUrl, DESKTOP);
    await page.getByLabel('Session code').fill('AB0DEF');
    await page.getByRole('button', { name: 'Join' }).click();

    await page.getByRole('textbox', { name: 'Session code', description: /No code has 0 in it/ }).waitFor();
  });

  it.each([
    ['no session has', 'There is no session with this code', () => Promise.resolve('ZZZZZZ')],
    [
      'is locked',
      'This session is locked',
      async () => {
        const { code, leader } = await sessionCalled('Locked');
        await ask(leader, 'rooms:update', { room: { code }, locked: true });
        return code;
      },
    ],
    [
      'is full',
      'This session is full',
      async () => {
        const { code } = await sessionCalled('Full', { capacity: 2 });
        const { token } = await register(gateway, 'two');
        const second = await SocketClient.connect(gateway, { auth: { token, dialect: 'lyceum' } });
        await ask(second, 'rooms:join', { code });
        return code;
      },
    ],
  ])('says what to do when the code %s', async (_, title, make) => {
    const code = await make();
    const page = await browser.open(`${gateway.httpUrl}/s/${code}`, DESKTOP);
    await page.getByLabel('Your name').fill('Nora');
    await page.getByRole('button', { name: 'Join the session' }).click();

    await page.getByRole('heading', { name: title }).waitFor();
    await page.getByRole('link', { name: 'Go to the start page' }).waitFor();
  });

  it('waits at the door until somebody lets one in', async () => {
    const { code, leader } = await sessionCalled('Ask first', { entry: 'ask' });
    const page = await browser.open(`${gateway.httpUrl}/s/${code}`, DESKTOP);
    await page.getByLabel('Your name').fill('Wanda');
    await page.getByRole('button', { name: 'Join the session' }).click();
    await page.getByRole('heading', { name: 'Waiting to be let in' }).waitFor();

    const { waiting } = (await ask(leader, 'rooms:waiting', { room: { code } })) as { waiting: { user: { id: string } }[] };
    await ask(leader, 'rooms:admit', { room: { code }, userId: waiting[0]!.user.id });
    await page.getByRole('heading', { level: 1, name: 'Ask first' }).waitFor();
  });
});

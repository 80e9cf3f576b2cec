import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { newUsername, register } from '../support/accounts.js';
import { borrowGateway, type BorrowedGateway } from '../support/borrowed-gateway.js';
import { Chromium } from '../support/chromium.js';
import { describeWith } from '../support/describe-with.js';
import { ROOMY } from '../contract/settings.js';
import { DESKTOP } from '../support/web-app/devices.js';
import { complaintsOf } from '../support/web-app/faults.js';
import { isGreeted, signIn } from '../support/web-app/people.js';
import { hasFocus } from '../support/web-app/keyboard.js';

let gateway: BorrowedGateway;
let browser: Chromium;

const open = (path: string) => browser.open(gateway.httpUrl + path, DESKTOP);

describeWith(['chromium'], 'accounts in the web app', () => {
  beforeAll(async () => {
    [gateway, browser] = await Promise.all([borrowGateway(ROOMY), Chromium.start()]);
  });
  afterEach(() => browser.closeAll());
  afterAll(async () => {
    await browser.stop();
    await gateway.giveBack();
  });

  it('registers somebody, who is signed in also after a reload, and signs them out', async () => {
    const username = newUsername('rea');
    const page = await open('/register');
    const complaints = complaintsOf(page);
    await page.getByLabel('Username').fill(username);
    await page.getByLabel('Password', { exact: true }).fill('a few words more');
    await page.getByRole('button', { name: 'Create account' }).click();
    await isGreeted(page, username);

    await page.reload();
    await isGreeted(page, username);

    await page.getByRole('button', { name: `Account of ${username}` }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('link', { name: 'Create an account' }).waitFor();
    await page.reload();
    await page.getByRole('link', { name: 'Create an account' }).waitFor();
    expect(complaints).toEqual([]);
  });

  it('says at the field what the rules of names and passwords are', async () => {
    const page = await open('/register');
    await page.getByLabel('Username').fill('a!');
    await page.getByRole('button', { name: 'Create account' }).click();

    const username = page.getByRole('textbox', { name: 'Username', description: /3 to 32/ });
    await username.and(page.locator('[aria-invalid=true]:focus')).waitFor();
    await page.getByText('A password has at least 6 characters.').waitFor();
  });

  it('says at the field that a name is taken', async () => {
    const { username } = await register(gateway, 'tia');
    const page = await open('/register');
    await page.getByLabel('Username').fill(username.toUpperCase());
    await page.getByLabel('Password', { exact: true }).fill('a few words more');
    await page.getByRole('button', { name: 'Create account' }).click();

    await page.getByRole('textbox', { name: 'Username', description: /This username is taken/ }).waitFor();
  });

  it('says that a password is wrong, and takes the right one', async () => {
    const account = await register(gateway, 'wim');
    const page = await open('/sign-in');
    await signIn(page, { ...account, password: 'something else' });
    await page.getByRole('alert').filter({ hasText: 'Wrong username or password' }).waitFor();

    await signIn(page, account);
    await isGreeted(page, account.username);
  });

  it('can be signed in to with the keyboard alone', async () => {
    const account = await register(gateway, 'kim');
    const page = await open('/');
    const { keyboard } = page;
    const tabTo = async (role: 'link' | 'textbox' | 'button', name: string): Promise<void> => {
      const target = page.getByRole(role, { name, exact: true }).first();
      await target.waitFor();
      for (let presses = 0; presses < 15; presses++) {
        await keyboard.press('Tab');
        if ((await target.and(page.locator(':focus')).count()) === 1) return;
      }
      throw new Error(`Tab never comes to the ${role} ${name}`);
    };
    await tabTo('link', 'Sign in');
    await keyboard.press('Enter');
    // A page that is new begins at its beginning.
    await hasFocus(page.getByRole('main'));
    await tabTo('textbox', 'Username');
    await keyboard.type(account.username);
    await tabTo('textbox', 'Password');
    await keyboard.type(account.password);
    await keyboard.press('Enter');

    await isGreeted(page, account.username);
  });

  it('leads back to where somebody wanted to go before they signed in, and nowhere else', async () => {
    const account = await register(gateway, 'lea');
    const page = await open('/settings');
    await signIn(page, account);
    await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();

    const elsewhere = await open('/sign-in?to=//elsewhere.example/');
    await signIn(elsewhere, account);
    await isGreeted(elsewhere, account.username);
    expect(new URL(elsewhere.url()).origin).toBe(gateway.httpUrl);
  });

  it('changes the password and ends the login of another device, which is told', async () => {
    const account = await register(gateway, 'dia');
    const [here, there] = [await open('/sign-in?to=/settings'), await open('/sign-in')];
    await signIn(here, account);
    await signIn(there, account);
    await isGreeted(there, account.username);

    await here.getByLabel('Current password').fill('not that');
    await here.getByLabel('New password').fill('quite another one');
    await here.getByRole('button', { name: 'Change password' }).click();
    await here.getByText('That is not your current password.').waitFor();
    await here.getByLabel('Current password').fill(account.password);
    // What is told for a few seconds is looked out for before it comes.
    await Promise.all([
      here.getByText('Your password is changed.').first().waitFor(),
      there.getByText('You have been signed out.').first().waitFor(),
      here.getByRole('button', { name: 'Change password' }).click(),
    ]);
    const again = await open('/sign-in');
    await signIn(again, { ...account, password: 'quite another one' });
    await isGreeted(again, account.username);
  });

  it('lists the devices, and signs one of them out', async () => {
    const account = await register(gateway, 'ben');
    const there = await open('/sign-in');
    await signIn(there, account);
    await isGreeted(there, account.username);
    const here = await open('/sign-in?to=/settings');
    await signIn(here, account);
    await here.getByText('This one').waitFor();

    // The newest of the others; registering made one of its own.
    await Promise.all([
      there.getByText('You have been signed out.').first().waitFor(),
      here.getByRole('button', { name: 'Sign out Chrome on Linux' }).first().click(),
    ]);
  });
});

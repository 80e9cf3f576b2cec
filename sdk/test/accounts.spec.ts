import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { newUsername } from '../../test/support/accounts.js';
import { startGateway, type Gateway } from '../../test/support/gateway.js';
import { ROOMY, START_MS } from '../../test/contract/settings.js';
import { createAccounts, type Accounts, type ClientStorage } from '../src/index.js';
import { clientOf, closeAll, connected, memoryStorage, until } from './people.js';

describe('accounts', () => {
  let gateway: Gateway;
  const made: Accounts[] = [];

  beforeAll(async () => {
    gateway = await startGateway({ env: ROOMY });
  }, START_MS);
  afterEach(() => {
    closeAll();
    for (const accounts of made.splice(0)) accounts.close();
  });
  afterAll(() => gateway.stop());

  function accountsIn(storage: ClientStorage): Accounts {
    const accounts = createAccounts({ url: gateway.httpUrl, storage });
    made.push(accounts);
    return accounts;
  }

  async function registered(storage = memoryStorage()) {
    const username = newUsername();
    const password = `${username} has a long password`;
    const accounts = accountsIn(storage);
    const user = await accounts.register({ username, password });
    return { accounts, username, password, storage, user };
  }

  it('registers, signs out and in again, and is kept over a reload', async () => {
    const { accounts, username, password, storage, user } = await registered();
    expect(accounts.user.get()).toMatchObject({ username });
    await accounts.logout();
    expect(accounts.user.get()).toBeUndefined();
    await expect(accounts.token()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    await expect(accounts.login({ username, password: 'a wrong one' })).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' });
    await expect(accounts.login({ username, password })).resolves.toEqual(user);
    const reloaded = accountsIn(storage);
    expect(reloaded.user.get()).toEqual(user);
    await expect(reloaded.me()).resolves.toMatchObject({ id: user.id });
    await expect(reloaded.sessions()).resolves.toEqual([expect.objectContaining({ current: true })]);
  });

  it('refreshes once for all tabs, however many find the token refused at once', async () => {
    const { accounts, storage } = await registered();
    const tabs = [accounts, ...Array.from({ length: 4 }, () => accountsIn(storage))];
    const refused = await accounts.token();
    const tokens = await Promise.all(tabs.flatMap((tab) => [tab.token(refused), tab.token(refused)]));
    expect(new Set(tokens).size).toBe(1);
    // A refresh token that was shown twice would have ended the login.
    await expect(tabs[3]?.me()).resolves.toBeDefined();
  });

  it('carries a connection, and ends it when the person signs out', async () => {
    const { accounts } = await registered();
    const client = clientOf(gateway, { accounts, token: undefined });
    await connected(client);
    await accounts.logoutEverywhere();
    const { error } = await until(client.connection, ({ state }) => state === 'closed');
    expect(error?.code).toBe('UNAUTHENTICATED');
  });

  it('signs all others out with a new password, and goes on itself', async () => {
    const { accounts, username, password } = await registered();
    const phone = accountsIn(memoryStorage());
    await phone.login({ username, password });
    await accounts.changePassword({ currentPassword: password, newPassword: `${password}!` });
    await expect(accounts.me()).resolves.toMatchObject({ username });
    await expect(phone.me()).rejects.toMatchObject({ code: 'SESSION_REVOKED' });
    expect(phone.user.get()).toBeUndefined();
  });
});

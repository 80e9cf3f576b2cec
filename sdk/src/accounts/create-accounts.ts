import type { Accounts, AccountsOptions } from './accounts.js';

/** Makes what signs people in. */
export function createAccounts(options: AccountsOptions = {}): Accounts {
  throw new Error(`Not made yet: ${JSON.stringify(Object.keys(options))}`);
}

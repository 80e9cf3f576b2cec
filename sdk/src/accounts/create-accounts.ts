import type { Accounts, AccountsOptions } from './accounts.js';
import { LiveAccounts } from './live-accounts.js';

/** Makes what signs people in. In a browser give it `localStorage`, so that all tabs share one login. */
export function createAccounts(options: AccountsOptions = {}): Accounts {
  return new LiveAccounts(options);
}

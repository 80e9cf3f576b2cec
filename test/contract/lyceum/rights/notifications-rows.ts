import { ACCOUNTS } from './kinds.js';
import { nothing, type Row } from './row.js';

/** One's own alone; whose it is comes from the connection. */
export const NOTIFICATIONS: readonly Row[] = [
  { command: 'notifications:list', cells: ACCOUNTS, setting: 'none', payload: nothing },
  {
    command: 'notifications:read',
    cells: ACCOUNTS,
    setting: 'none',
    payload: () => ({ until: '00000000-0000-7000-8000-000000000000' }),
  },
];

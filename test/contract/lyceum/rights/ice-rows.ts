import { ACCOUNTS } from './kinds.js';
import { nothing, type Row } from './row.js';

export const ICE: readonly Row[] = [{ command: 'calls:ice-servers', cells: ACCOUNTS, setting: 'none', payload: nothing }];

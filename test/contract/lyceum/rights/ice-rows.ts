import { lastingCall, othersCall } from './calls.js';
import { NOBODY } from './calls-rows.js';
import { ACCOUNTS } from './kinds.js';
import { nothing, type Row } from './row.js';

export const ICE: readonly Row[] = [
  { command: 'calls:ice-servers', cells: ACCOUNTS, setting: 'none', payload: nothing },
  {
    command: 'calls:join-sfu',
    of: 'of one’s own call',
    cells: ACCOUNTS,
    setting: 'none',
    payload: async (scene) => ({ callId: (await lastingCall(scene)).callId }),
  },
  {
    command: 'calls:join-sfu',
    of: 'of others’',
    cells: NOBODY,
    setting: 'none',
    payload: async (scene) => ({ callId: (await othersCall(scene)).callId }),
  },
];

import { ACCOUNTS, KINDS, type Cells } from './kinds.js';
import { nothing, type Row } from './row.js';

/** Mentors alone; what somebody is in a room makes no difference, and an admin is no mentor. */
const MENTORS_ALONE = Object.fromEntries(
  KINDS.map((kind) => [kind, kind === 'mentor' ? 'ok' : kind === 'guest' ? 'unreachable' : 'FORBIDDEN']),
) as Cells;

export const MENTORS: readonly Row[] = [
  { command: 'mentors:set', cells: MENTORS_ALONE, setting: 'none', payload: () => ({ availability: 'busy' }) },
  { command: 'mentors:get', cells: MENTORS_ALONE, setting: 'none', payload: nothing },
  { command: 'mentors:list', cells: ACCOUNTS, setting: 'none', payload: nothing },
];

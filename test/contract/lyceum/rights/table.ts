import { AUTH } from './auth-rows.js';
import { CALLS } from './calls-rows.js';
import { CHAT } from './chat-rows.js';
import { ICE } from './ice-rows.js';
import { ROOMS } from './rooms-rows.js';
import { HELP } from './help-rows.js';
import { MENTORS } from './mentor-rows.js';
import { NOTIFICATIONS } from './notifications-rows.js';
import type { Row } from './row.js';

/** Who may do what: every command of the protocol has its rows here, and `src/protocol` has a test that fails where one has not. */
export const RIGHTS: readonly Row[] = [...AUTH, ...ROOMS, ...CHAT, ...MENTORS, ...HELP, ...CALLS, ...ICE, ...NOTIFICATIONS];

import type { LaneBounds } from '../common/lanes.js';

/** Joins and leaves of one room are answered within three seconds; past so many a line is of people who can't all be in time. */
export const ROOM_LANES: LaneBounds = { waitMs: 2_700, length: 1_000 };

import { claimedId, isGuestId } from '../../../common/index.js';
import type { User } from '../../../protocol/index.js';
import type { Stamp, Viewer } from '../dialect.js';
import { frame, type Frame } from '../script.js';

/** Who sends what nobody says; no guest may claim it. */
const SERVER = 'system';

/** The app finds these at the top of every payload, and of each object of a list; what a row says itself stands. */
export function complete({ event, data }: Frame, { id, at }: Stamp): Frame {
  const whole = (payload: object) => ({ id, senderId: SERVER, timestamp: at, ...payload });
  return frame(event, Array.isArray(data) ? data.map((payload: object) => whole(payload)) : whole(data));
}

/** What people are called in this dialect: by their id, guests by the one that they claim. */
export function shownId(id: string): string {
  return isGuestId(id) ? claimedId(id) : id;
}

/** From whom a frame comes, and to whom it goes. */
export function between(sender: User, { userId }: Viewer) {
  return { senderId: shownId(sender.id), receiverId: shownId(userId) };
}

import type { RoomRef } from '../protocol/index.js';

/** A room that a connection joined. */
export interface JoinedRoom extends RoomRef {
  /** Codes that it had since: whoever is inside may go on calling it by the one they know. */
  readonly formerCodes?: readonly string[];
}

/** Whether the room goes by this code for who is in it; codes are upper case. */
export function isCalledByCode({ code, formerCodes }: JoinedRoom, wanted: string): boolean {
  return code === wanted || formerCodes?.includes(wanted) === true;
}

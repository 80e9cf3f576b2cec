import { AppError, isCalledByCode } from '../../common/index.js';
import type { Joined, RoomRef, RoomTarget } from '../../protocol/index.js';
import type { ConnectionView } from './dialect.js';
import { ask, type Script } from './script.js';

const CODE = /^[2-9A-HJKMNP-Z]{6}$/i;

/** Whether this could be a session code: six characters of the alphabet without look-alikes. */
export function isCodeShaped(name: string): boolean {
  return CODE.test(name);
}

/** Whether old frames have a name for the room; what is said in others, such as conversations of two, is left out of them. */
export function isNamed({ key, code }: RoomRef): boolean {
  return key !== null || code !== null;
}

/** What old frames call a room: its key if it has one, else its code, else its id. */
export function shownRoom(room: RoomRef): string {
  return room.key ?? room.code ?? room.id;
}

/** The joined room that an old client calls so, by whichever of its names; undefined if it joined none. */
export function joinedRoom(connection: ConnectionView, name: string): RoomTarget | undefined {
  const code = name.toUpperCase();
  for (const room of connection.rooms.values()) {
    if (room.key === name || isCalledByCode(room, code)) return { id: room.id };
  }
  return undefined;
}

/** A live session's code joins that session; anything else is the key of a room, made if there is none. */
export function* joinByName(name: string): Script<Joined> {
  if (isCodeShaped(name)) {
    try {
      return yield* ask('rooms:join', { code: name });
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'ROOM_NOT_FOUND')) throw error;
    }
  }
  return yield* ask('rooms:join', { key: name, create: true });
}

import type { JoinRoom, RoomTarget } from '../../../src/protocol/index.js';
import type { JoinOptions } from './rooms.js';

/** A room as a target, a fact or an answer names it. */
export type RoomName = { readonly [K in keyof RoomTarget]?: RoomTarget[K] | null };

const isSame = (one: string | null | undefined, other: string | null | undefined): boolean =>
  one !== undefined && one !== null && one === other;

/** Whether both name the same room, as far as they say the same thing about it. */
export function sameRoom(one: RoomName, other: RoomName): boolean {
  const [id, another] = [one.id ?? undefined, other.id ?? undefined];
  if (id !== undefined && another !== undefined) return id === another;
  return isSame(one.key, other.key) || isSame(one.code?.toUpperCase(), other.code?.toUpperCase());
}

/** What is known of a room that is to be joined, perhaps again. */
export interface Joining {
  readonly room: RoomName | undefined;
  /** What it was opened by. */
  readonly target: RoomTarget | undefined;
  /** Whether the id alone opens it: it does to members; a guest's membership may have ended meanwhile. */
  readonly isMember: boolean;
  readonly options: JoinOptions;
}

/** What to join a room by. */
export function joinTargetOf({ room, target, isMember, options }: Joining): JoinRoom {
  const id = room?.id ?? undefined;
  if (id !== undefined && isMember) return { id };
  const code = room?.code ?? undefined;
  const key = room?.key ?? undefined;
  const by = code !== undefined ? { code } : key !== undefined ? { key } : target;
  return { ...by, name: options.name, create: by?.key === undefined ? undefined : options.create };
}

import type { RoomRef } from '@lyceum/client';

/** The page of the room that help is given in. */
export function roomPath({ id }: Pick<RoomRef, 'id'>): string {
  return `/rooms/${id}`;
}

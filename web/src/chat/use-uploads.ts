import type { Room } from '@lyceum/client';
import { useClient, useMe } from '@lyceum/client/react';
import { useEffect, useMemo } from 'react';
import { Uploads } from './uploads.js';

/** The files of the message that is written in a room, or to a person; undefined for guests, who can't send any. */
export function useUploads(room: Room, personId: string | undefined): Uploads | undefined {
  const { files } = useClient();
  const isGuest = useMe()?.guest ?? true;
  const uploads = useMemo(
    () =>
      new Uploads(files, () => {
        const id = room.get().room?.id;
        if (id !== undefined) return { room: { id } };
        return personId === undefined ? {} : { to: { id: personId } };
      }),
    [files, room, personId],
  );
  useEffect(() => () => uploads.stop(), [uploads]);
  return isGuest ? undefined : uploads;
}

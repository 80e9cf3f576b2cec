import type { Member, Room } from '@lyceum/client';
import { useFact } from '@lyceum/client/react';
import { useCallback, useEffect, useState } from 'react';

const PAGE = 100;

export interface Members {
  readonly members: readonly Member[];
  readonly hasMore: boolean;
  readonly loadMore: () => void;
  readonly drop: (userId: string) => void;
}

/** Who belongs to a room, here now or not; or who is shut out of it. Loaded anew when `version` is another one. */
export function useMembers(room: Room, { banned = false, version = '' }: { banned?: boolean; version?: string } = {}): Members {
  const [members, setMembers] = useState<readonly Member[]>([]);
  const [hasMore, setHasMore] = useState(false);
  const take = useCallback(
    (after: string | undefined): void => {
      room.members({ banned, limit: PAGE, ...(after === undefined ? {} : { after }) }).then(
        (page) => {
          setMembers((before) => (after === undefined ? page.members : [...before, ...page.members]));
          setHasMore(page.hasMore);
        },
        // The people who are here are listed all the same; the next change asks again.
        () => setHasMore(false),
      );
    },
    [room, banned],
  );
  useEffect(() => take(undefined), [take, version]);
  useFact('rooms:member', ({ room: ref, member }) => {
    if (ref.id !== room.get().room?.id) return;
    setMembers((before) => before.map((one) => (one.user.id === member.user.id ? member : one)));
  });
  return {
    members,
    hasMore,
    loadMore: () => take(members.at(-1)?.user.id),
    drop: (userId) => setMembers((before) => before.filter(({ user }) => user.id !== userId)),
  };
}

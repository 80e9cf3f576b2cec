import type { Member, Room } from '@lyceum/client';
import { useFact } from '@lyceum/client/react';
import { useCallback, useEffect, useState } from 'react';

const PAGE = 100;

export interface Members {
  readonly members: readonly Member[];
  readonly hasMore: boolean;
  readonly failed: boolean;
  loadMore(): void;
  drop(userId: string): void;
}

/** Who belongs to a room, here now or not; or who is shut out of it. Loaded anew when `version` is another one. */
export function useMembers(room: Room, { banned = false, version = '' }: { banned?: boolean; version?: string } = {}): Members {
  const [members, setMembers] = useState<readonly Member[]>([]);
  const [hasMore, setHasMore] = useState(false);
  const [failed, setFailed] = useState(false);
  const load = useCallback(
    async (after: string | undefined): Promise<void> => {
      try {
        const page = await room.members({ banned, limit: PAGE, ...(after === undefined ? {} : { after }) });
        setMembers((before) => (after === undefined ? page.members : [...before, ...page.members]));
        setHasMore(page.hasMore);
        setFailed(false);
      } catch {
        setFailed(true);
      }
    },
    [room, banned],
  );
  useEffect(() => void load(undefined), [load, version]);
  useFact('rooms:member', ({ room: ref, member }) => {
    if (ref.id !== room.get().room?.id) return;
    setMembers((before) => before.map((one) => (one.user.id === member.user.id ? member : one)));
  });
  return {
    members,
    hasMore,
    failed,
    loadMore: () => void load(members.at(-1)?.user.id),
    drop: (userId) => setMembers((before) => before.filter(({ user }) => user.id !== userId)),
  };
}

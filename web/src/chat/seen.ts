import type { RoomState } from '@lyceum/client';

/** In larger rooms nobody asks who has seen what. */
const SMALL = 12;

/** Who of those who are here has read up to that message; undefined where that is not shown. */
export function seenBy(
  { participants, participantCount, receipts, peer }: RoomState,
  seq: number,
  meId: string,
): Seen | undefined {
  if (participantCount > SMALL) return undefined;
  const others =
    peer === undefined
      ? participants.filter(({ user }) => user.id !== meId).map(({ user, name }) => ({ id: user.id, name }))
      : [{ id: peer.id, name: peer.name }];
  const names = others.filter(({ id }) => (receipts.get(id)?.readSeq ?? 0) >= seq).map(({ name }) => name);
  return { names, isAll: names.length > 0 && names.length === others.length };
}

export interface Seen {
  readonly names: readonly string[];
  readonly isAll: boolean;
}

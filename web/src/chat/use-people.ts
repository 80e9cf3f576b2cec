import type { RoomState } from '@lyceum/client';
import { useMemo, useState } from 'react';
import type { Mentionable } from './mentions.js';

interface Known {
  /** Whom one can mention, oneself left out. */
  readonly mentionable: readonly Mentionable[];
  readonly names: ReadonlyMap<string, string>;
}

/** Who is known in a room: who is here, and who has written. */
export function usePeople({ participants, messages, peer }: RoomState, meId: string | undefined): Known {
  const known = useMemo(() => {
    const people = new Map<string, Mentionable>();
    for (const { user, name } of participants) people.set(user.id, { user, name });
    if (peer !== undefined) people.set(peer.id, { user: peer, name: peer.name });
    for (const { sender } of messages) if (!people.has(sender.id)) people.set(sender.id, { user: sender, name: sender.name });
    const all = [...people.values()].sort((a, b) => a.name.localeCompare(b.name));
    return {
      mentionable: all.filter(({ user }) => user.id !== meId),
      names: new Map(all.map(({ user, name }) => [user.id, name])),
    };
  }, [participants, messages, peer, meId]);
  return useSame(known, ({ names }) => JSON.stringify([...names]));
}

/** The value as it was before, while it comes to the same. */
function useSame<T>(value: T, by: (value: T) => string): T {
  const key = by(value);
  const [kept, setKept] = useState({ key, value });
  if (kept.key === key) return kept.value;
  setKept({ key, value });
  return value;
}

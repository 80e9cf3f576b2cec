import type { Presence, RoomState, User } from '@lyceum/client';
import { usePresence } from '@lyceum/client/react';
import { useLocation } from 'react-router';
import { messages as said } from '../strings/messages.js';

interface KnownPerson {
  readonly person: User;
  /** Undefined until it is known. */
  readonly presence: Presence | undefined;
}

/** Somebody one writes with: as far as they are known, and how they are. */
export function usePerson(personId: string, { peer }: RoomState): KnownPerson {
  const { state } = useLocation() as { state: { person?: User } | null };
  const presence = usePresence([personId]).get(personId);
  // Whoever led here knew them already; an address alone knows nothing but their id, which the server then gives for a name.
  const known = [peer, state?.person, presence?.user].find((user) => user?.id === personId && user.name !== personId);
  const unknown: User = { id: personId, username: null, name: said.someone, avatarUrl: null, role: 'student', guest: false };
  return { person: known ?? unknown, presence };
}

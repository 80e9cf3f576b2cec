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
  // An address alone knows nothing but an id, which is what the server gives for the name of whom nobody has heard of.
  const isHeardOf =
    presence !== undefined && (presence.user.name !== personId || presence.lastSeenAt !== null || presence.devices > 0);
  const known = [peer, state?.person, isHeardOf ? presence.user : undefined].find((user) => user?.id === personId);
  const unknown: User = { id: personId, username: null, name: said.someone, avatarUrl: null, role: 'student', guest: false };
  return { person: known ?? unknown, presence };
}

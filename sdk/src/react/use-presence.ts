import { useMemo } from 'react';
import type { OwnPresence, SetPresence } from '../../../src/protocol/index.js';
import type { PresenceMap } from '../presence/presence-watch.js';
import { useClient } from './context.js';
import { useStore } from './use-store.js';

/** How these people are, as long as the component is there. */
export function usePresence(userIds: readonly string[]): PresenceMap {
  const { presence } = useClient();
  // By content: most callers make the list anew with each render.
  const key = JSON.stringify([...new Set(userIds)].sort());
  const watched = useMemo(() => presence.watch(JSON.parse(key) as string[]), [presence, key]);
  return useStore(watched);
}

/** Ourselves as we see us, and how to change that. */
export function useOwnPresence(): { own: OwnPresence | undefined; set: (choice: SetPresence) => Promise<OwnPresence> } {
  const { presence } = useClient();
  return { own: useStore(presence.own), set: (choice) => presence.set(choice) };
}

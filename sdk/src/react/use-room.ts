import { useEffect, useMemo } from 'react';
import type { RoomTarget, UserTarget } from '../../../src/protocol/index.js';
import type { Room } from '../rooms/room.js';
import type { RoomState } from '../rooms/room-state.js';
import type { JoinOptions } from '../rooms/rooms.js';
import { useClient } from './context.js';
import { useStore } from './use-store.js';

/** Which room a component shows: one of the server's, or the conversation with a person (`to`). */
export type RoomOrPerson = RoomTarget | { to: UserTarget };

/** How a component enters its room. */
export interface UseRoomOptions extends JoinOptions {
  /** Gives up the membership when the component goes. By default the room stays open, and is there at once the next time. */
  leaveOnUnmount?: boolean;
}

/** How many components that will leave it show a room. */
const shownBy = new WeakMap<Room, number>();

function show(room: Room): () => void {
  shownBy.set(room, (shownBy.get(room) ?? 0) + 1);
  return () => {
    shownBy.set(room, (shownBy.get(room) ?? 0) - 1);
    // Not at once: in development React takes each component away and puts it back.
    setTimeout(() => {
      if (shownBy.get(room) === 0) void room.leave().catch(() => undefined);
    });
  };
}

/** Enters a room and shows it: its state, spread out, and `handle` with all that can be done there. */
export function useRoom(target: RoomOrPerson, options: UseRoomOptions = {}): RoomState & { handle: Room } {
  const client = useClient();
  const key = JSON.stringify(target);
  const { create, name, historyLimit, leaveOnUnmount = false } = options;
  const handle = useMemo(() => {
    const wanted = JSON.parse(key) as RoomOrPerson;
    return 'to' in wanted ? client.rooms.direct(wanted.to) : client.rooms.open(wanted, { create, name, historyLimit });
  }, [client, key, create, name, historyLimit]);
  useEffect(() => (leaveOnUnmount ? show(handle) : undefined), [handle, leaveOnUnmount]);
  return { ...useStore(handle), handle };
}

import { Cell, type People, type User } from '@lyceum/client';
import { useClient, useStore } from '@lyceum/client/react';
import { useCallback, useEffect } from 'react';
import { attempt } from '../chat/attempt.js';
import { messages } from '../strings/messages.js';
import { toast } from '../ui/toasts.js';

const said = messages.block;

interface BlockedState {
  /** Whom one has blocked; undefined while that is not known. */
  readonly people: readonly User[] | undefined;
  readonly failed: boolean;
}

export interface Blocked extends BlockedState {
  readonly load: () => void;
  readonly block: (person: User) => Promise<void>;
  readonly unblock: (person: User) => Promise<void>;
}

/** One list for all who show it. */
const lists = new WeakMap<People, Cell<BlockedState>>();

function listOf(people: People): Cell<BlockedState> {
  const known = lists.get(people) ?? new Cell<BlockedState>({ people: undefined, failed: false });
  lists.set(people, known);
  return known;
}

/** Whom one has blocked, and how to change that. */
export function useBlocked(): Blocked {
  const { people } = useClient();
  const list = listOf(people);
  const state = useStore<BlockedState>(list);
  const load = useCallback((): void => {
    people.blocked().then(
      (blocked) => list.set({ people: blocked, failed: false }),
      () => list.patch({ failed: true }),
    );
  }, [people, list]);
  useEffect(load, [load]);
  const without = (person: User): User[] => (list.get().people ?? []).filter(({ id }) => id !== person.id);
  return {
    ...state,
    load,
    block: async (person) => {
      if (!(await attempt(people.block({ id: person.id })))) return;
      list.patch({ people: [...without(person), person] });
    },
    unblock: async (person) => {
      if (!(await attempt(people.unblock({ id: person.id })))) return;
      list.patch({ people: without(person) });
      toast(said.unblocked(person.name));
    },
  };
}

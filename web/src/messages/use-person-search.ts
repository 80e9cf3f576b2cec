import { LyceumError, type User } from '@lyceum/client';
import { useClient, useMe } from '@lyceum/client/react';
import { useEffect, useState } from 'react';

/** While somebody types on, nobody is asked. */
const PAUSE_MS = 250;
/** With fewer letters the server is not asked. */
const LEAST = 2;

interface Found {
  readonly query: string;
  readonly users: readonly User[];
  readonly cursor: string | null;
  readonly error: LyceumError | undefined;
}

export interface PersonSearch {
  /** `idle` while too little was typed. */
  readonly state: 'idle' | 'searching' | 'found' | 'failed';
  readonly users: readonly User[];
  readonly error: LyceumError | undefined;
  readonly hasMore: boolean;
  readonly loadMore: () => void;
}

/** People whose name or username begins so; oneself left out. */
export function usePersonSearch(typed: string): PersonSearch {
  const { people } = useClient();
  const meId = useMe()?.id;
  const query = typed.trim().replace(/^@/, '');
  const isEnough = Array.from(query).length >= LEAST;
  const [found, setFound] = useState<Found>();
  useEffect(() => {
    if (!isEnough) return;
    let isCurrent = true;
    const take = (result: Omit<Found, 'query'>): void => {
      if (isCurrent) setFound({ query, ...result });
    };
    const timer = setTimeout(() => {
      people.search(query).then(
        ({ users, cursor }) => take({ users, cursor, error: undefined }),
        (thrown: unknown) => take({ users: [], cursor: null, error: LyceumError.from(thrown) }),
      );
    }, PAUSE_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [people, query, isEnough]);

  const current = isEnough && found?.query === query ? found : undefined;
  const loadMore = (): void => {
    if (current === undefined || current.cursor === null) return;
    people.search(query, { after: current.cursor }).then(
      ({ users, cursor }) =>
        setFound((before) => (before === current ? { ...current, users: [...current.users, ...users], cursor } : before)),
      // The button is there still.
      () => undefined,
    );
  };
  return {
    state: !isEnough ? 'idle' : current === undefined ? 'searching' : current.error === undefined ? 'found' : 'failed',
    users: (current?.users ?? []).filter(({ id }) => id !== meId),
    error: current?.error,
    hasMore: typeof current?.cursor === 'string',
    loadMore,
  };
}

import { LyceumError, type CallDetails, type CallHistoryPage } from '@lyceum/client';
import { useClient, useConnection, useFact } from '@lyceum/client/react';
import { useCallback, useEffect, useState } from 'react';

interface HistoryState {
  /** Undefined until the first page is there. */
  readonly calls: readonly CallDetails[] | undefined;
  readonly cursor: string | null;
  readonly error: LyceumError | undefined;
  readonly isLoading: boolean;
}

export interface History extends Omit<HistoryState, 'cursor'> {
  readonly hasMore: boolean;
  readonly load: () => void;
  readonly loadMore: () => void;
}

/** One's calls, newest first, kept up to date. */
export function useHistory(): History {
  const { calls } = useClient();
  const { state: connection } = useConnection();
  const [state, setState] = useState<HistoryState>({ calls: undefined, cursor: null, error: undefined, isLoading: false });
  const fetch = useCallback(
    (before?: string): void => {
      calls.history(before === undefined ? {} : { before }).then(
        (page) => setState((shown) => withPage(shown, page, before)),
        (thrown: unknown) => setState((shown) => ({ ...shown, error: LyceumError.from(thrown), isLoading: false })),
      );
    },
    [calls],
  );
  const isConnected = connection === 'connected';
  useEffect(() => {
    if (isConnected) fetch();
  }, [isConnected, fetch]);
  useFact('calls:ended', () => fetch());
  const { cursor } = state;
  return {
    ...state,
    hasMore: cursor !== null,
    load: () => fetch(),
    loadMore: () => {
      if (cursor === null) return;
      setState({ ...state, isLoading: true });
      fetch(cursor);
    },
  };
}

/** With a page more; or with the first one anew, and what was loaded beyond it. */
function withPage({ calls = [], cursor }: HistoryState, page: CallHistoryPage, before: string | undefined): HistoryState {
  const known = new Set(page.calls.map(({ id }) => id));
  const others = calls.filter(({ id }) => !known.has(id));
  const isFirst = before === undefined;
  const beyond = isFirst && page.cursor !== null ? others : [];
  return {
    calls: isFirst ? [...page.calls, ...beyond] : [...others, ...page.calls],
    cursor: beyond.length > 0 ? cursor : page.cursor,
    error: undefined,
    isLoading: false,
  };
}

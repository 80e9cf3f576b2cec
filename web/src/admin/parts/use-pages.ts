import { LyceumError } from '@lyceum/client';
import { useCallback, useEffect, useState } from 'react';

export interface PageOf<T> {
  items: readonly T[];
  cursor: string | null;
}

type LoadPage<T> = (cursor: string | undefined, signal: AbortSignal) => Promise<PageOf<T>>;

interface Loaded<T> {
  load: LoadPage<T>;
  items?: readonly T[];
  cursor?: string | null;
  error?: LyceumError;
  isLoading?: boolean;
}

export interface Pages<T> {
  /** All pages so far; undefined until the first has come. */
  items: readonly T[] | undefined;
  error: LyceumError | undefined;
  hasMore: boolean;
  isLoadingMore: boolean;
  loadMore: () => void;
  /** Begins anew with the first page; what is shown stays until it comes. */
  reload: () => void;
}

/**
 * A list that comes page by page. `load` must stay the same (`useCallback`) for as long as it loads the same; what is shown of another question
 * stays until the first page of this one has come.
 */
export function usePages<T>(load: LoadPage<T>): Pages<T> {
  const [state, setState] = useState<Loaded<T>>();
  const [round, setRound] = useState(0);

  useEffect(() => {
    const abort = new AbortController();
    load(undefined, abort.signal).then(
      (page) => {
        if (!abort.signal.aborted) setState({ load, ...page });
      },
      (thrown: unknown) => {
        if (abort.signal.aborted) return;
        const error = LyceumError.from(thrown);
        setState((known) => (known?.load === load ? { ...known, error } : { load, error }));
      },
    );
    return () => abort.abort();
  }, [load, round]);

  const own = state?.load === load ? state : undefined;
  const { cursor = null, error, isLoading = false } = own ?? {};

  const loadMore = (): void => {
    if (cursor === null || isLoading) return;
    // Whoever has asked for something else meanwhile does not want it any more.
    const settle = (change: (known: Loaded<T>) => Loaded<T>): void =>
      setState((known) => (known?.load === load && known.cursor === cursor ? change(known) : known));
    settle(({ items = [] }) => ({ load, items, cursor, isLoading: true }));
    load(cursor, new AbortController().signal).then(
      (page) => settle(({ items = [] }) => ({ load, items: [...items, ...page.items], cursor: page.cursor })),
      (thrown: unknown) => settle((known) => ({ ...known, error: LyceumError.from(thrown), isLoading: false })),
    );
  };
  const reload = useCallback(() => setRound((before) => before + 1), []);
  return { items: state?.items, error, hasMore: cursor !== null, isLoadingMore: isLoading, loadMore, reload };
}

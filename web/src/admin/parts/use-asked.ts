import { LyceumError } from '@lyceum/client';
import { useCallback, useEffect, useState } from 'react';

type Ask<T> = (signal: AbortSignal) => Promise<T>;

interface Answer<T> {
  ask: Ask<T>;
  data?: T;
  error?: LyceumError;
}

export interface Asked<T> {
  /** Undefined until it has come. */
  data: T | undefined;
  /** Why it did not come the last time. */
  error: LyceumError | undefined;
  /** Asks again; what is shown stays meanwhile. */
  reload: () => void;
}

/** What the gateway answers. `ask` must stay the same (`useCallback`) for as long as it asks for the same. */
export function useAsked<T>(ask: Ask<T>): Asked<T> {
  const [answer, setAnswer] = useState<Answer<T>>();
  const [round, setRound] = useState(0);
  const reload = useCallback(() => setRound((before) => before + 1), []);
  useEffect(() => {
    const abort = new AbortController();
    ask(abort.signal).then(
      (data) => {
        if (!abort.signal.aborted) setAnswer({ ask, data });
      },
      (thrown: unknown) => {
        if (abort.signal.aborted) return;
        const error = LyceumError.from(thrown);
        setAnswer((before) => (before?.ask === ask ? { ...before, error } : { ask, error }));
      },
    );
    return () => abort.abort();
  }, [ask, round]);
  // The answer to another question is none.
  const own = answer?.ask === ask ? answer : undefined;
  return { data: own?.data, error: own?.error, reload };
}

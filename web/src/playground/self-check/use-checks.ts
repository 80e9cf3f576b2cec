import { useState } from 'react';
import { DIALECTS, type DialectName } from '../connection/settings.js';
import { openWire } from '../connection/wire.js';
import { fresh, TestPeople } from '../people.js';
import { CHECKS } from './checks.js';
import { runCheck, type CheckResult } from './run.js';

export type Results = Readonly<Partial<Record<DialectName, CheckResult>>>;

/** What the checks came to, and how they are run. */
export function useChecks() {
  const [results, setResults] = useState<Results>({});
  const [people] = useState(() => new TestPeople(location.origin, tabStorage()));

  const run = async (dialect: DialectName): Promise<void> => {
    const world = {
      open: openWire.bind(undefined, location.origin),
      people: (name: DialectName) => people.of(name),
      fresh,
    };
    const { state } = await runCheck(CHECKS[dialect], world, (result) => setResults((now) => ({ ...now, [dialect]: result })));
    // Their tokens may be what is wrong: the next time others try.
    if (state === 'failed') people.forget(dialect);
  };

  return {
    results,
    run,
    /** At once: they share no people. */
    runAll: () => Promise.all(DIALECTS.map(run)),
  };
}

/** Lasts as long as the tab; a browser may close it to the page. */
function tabStorage(): Storage | undefined {
  try {
    return sessionStorage;
  } catch {
    return undefined;
  }
}

import process from 'node:process';
import type fc from 'fast-check';

/**
 * How often a property is tried: so often, or as MODEL_RUNS says. MODEL_SEED tries again what a failure named; with MODEL_SHRINK=1 the
 * smallest example of it is looked for, which takes minutes.
 */
export function runs(byDefault: number): fc.Parameters<unknown> {
  const { MODEL_RUNS, MODEL_SEED, MODEL_SHRINK } = process.env;
  return {
    numRuns: Number(MODEL_RUNS ?? byDefault),
    endOnFailure: MODEL_SHRINK !== '1',
    ...(MODEL_SEED === undefined ? {} : { seed: Number(MODEL_SEED) }),
  };
}

/**
 * Whether there is time left for another try: on a machine that is busy with all the other tests fewer make do. Who says how often, or
 * what, gets all of it.
 */
export function within(ms: number): () => boolean {
  const { MODEL_RUNS, MODEL_SEED, MODEL_SHRINK } = process.env;
  if (MODEL_RUNS !== undefined || MODEL_SEED !== undefined || MODEL_SHRINK !== undefined) return () => true;
  const end = Date.now() + ms;
  return () => Date.now() < end;
}

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

import process from 'node:process';
import type fc from 'fast-check';

/**
 * How often a property is tried: so often, or as MODEL_RUNS says. MODEL_SEED tries again what a failure named, and then looks for the
 * smallest example of it, which takes minutes.
 */
export function runs(byDefault: number): fc.Parameters<unknown> {
  const { MODEL_RUNS, MODEL_SEED } = process.env;
  const numRuns = Number(MODEL_RUNS ?? byDefault);
  return MODEL_SEED === undefined ? { numRuns, endOnFailure: true } : { numRuns, seed: Number(MODEL_SEED) };
}

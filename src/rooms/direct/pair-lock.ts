import type { Transaction } from '../../database/index.js';
import type { Pair } from './pair.js';

/** Any fixed number will do; it must be the same on every node. */
const PAIRS = 0x70616972;

/**
 * Makes everybody else wait, until the transaction ends, who wants to make the direct room of these two, or to write into it where it
 * is there. Who blocks somebody takes it: what is written afterwards sees the block, what was written before stands before the answer.
 */
export async function lockPair(tx: Transaction, pair: Pair): Promise<void> {
  // First the pair: its room may be about to be made.
  await tx.query('SELECT pg_advisory_xact_lock($1, hashtext($2))', [PAIRS, JSON.stringify(pair)]);
  await tx.query('SELECT id FROM rooms WHERE pair = $1::text[] FOR NO KEY UPDATE', [pair]);
}

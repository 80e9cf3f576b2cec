import type { OnlineNews } from '../../protocol/index.js';

type Changes = OnlineNews['changes'];

/** Past it what a client is told is no news of single people. */
const FEW = 8;

/** Whether what has changed is known, and little enough to be told to each person one by one. */
export function isFew(changes: Changes): changes is NonNullable<Changes> {
  return changes !== undefined && changes.came.length + changes.gone.length <= FEW;
}

/**
 * How long somebody will still wait, in whole seconds, from how long others waited lately: the median of those who waited longer than
 * this one has. Null where nobody did: then nothing is known.
 */
export function etaSeconds(recentWaits: readonly number[], waitedSeconds: number): number | null {
  const left = recentWaits.filter((wait) => wait > waitedSeconds).map((wait) => wait - waitedSeconds);
  const median = medianOf(left);
  return median === null ? null : Math.ceil(median);
}

function medianOf(values: readonly number[]): number | null {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle];
  if (upper === undefined) return null;
  const lower = sorted[middle - 1];
  return sorted.length % 2 === 1 || lower === undefined ? upper : (lower + upper) / 2;
}

/** How many took so long at most, with the bound in seconds: the buckets of a histogram, each with all below it. */
export type Buckets = readonly (readonly [bound: number, count: number])[];

const MS = 1_000;

/** The time in milliseconds that this share of them took at most, as exact as the buckets are; null where there were none. */
export function quantileMs(buckets: Buckets, share: number): number | null {
  const bounds = [...buckets].sort(([a], [b]) => a - b);
  const wanted = share * (bounds.at(-1)?.[1] ?? 0);
  if (wanted === 0) return null;
  let [lower, below] = [0, 0];
  for (const [upper, upTo] of bounds) {
    // How long the slowest took, beyond the last bound, nobody knows.
    if (upTo >= wanted && upper !== Infinity) return MS * (lower + ((upper - lower) * (wanted - below)) / (upTo - below));
    if (upper !== Infinity) [lower, below] = [upper, upTo];
  }
  return MS * lower;
}

/** What came between the two. */
export function since(now: Buckets, before: Buckets): Buckets {
  const counted = new Map(before);
  return now.map(([bound, count]) => [bound, count - (counted.get(bound) ?? 0)]);
}

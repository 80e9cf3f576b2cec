/** The ids of two people, in an order that does not depend on who asks: it names their direct room. */
export type Pair = readonly [string, string];

export function pairOf(one: string, other: string): Pair {
  return one < other ? [one, other] : [other, one];
}

/** The other of the two. */
export function peerIn([one, other]: Pair, userId: string): string {
  return one === userId ? other : one;
}

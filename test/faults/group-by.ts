/** The items by what the question says of each, in their order. `Map.groupBy` is not there before Node.js 21. */
export function groupBy<T>(items: Iterable<T>, question: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = question(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

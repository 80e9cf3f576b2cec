/** The element at that place; places past the end begin anew. */
export function pick<T>(all: readonly T[], place: number): T {
  const found = all[place % all.length];
  if (found === undefined) throw new RangeError('There is nothing to pick from');
  return found;
}

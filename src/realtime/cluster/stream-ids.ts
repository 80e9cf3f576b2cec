/** Milliseconds since 1970 by Redis's clock: the first part of the id of a stream's entry. */
export function timeOf(id: string): number {
  return Number(id.split('-', 1)[0]);
}

export function isBefore(id: string, other: string): boolean {
  const [time = 0, n = 0] = id.split('-').map(Number);
  const [otherTime = 0, otherN = 0] = other.split('-').map(Number);
  return time < otherTime || (time === otherTime && n < otherN);
}

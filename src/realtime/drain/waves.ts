/** So many may go each second without harm to the nodes they come back to; fewer connections need less than the whole spread. */
const HARMLESS_PER_SECOND = 200;
/** Those whose moments lie as close together as this go at once. */
const WAVE_MS = 50;

export interface Departure<T> {
  readonly who: T;
  /** Milliseconds from the beginning. */
  readonly atMs: number;
}

/** Gives each its moment, in random order and evenly over a time that depends on how many there are. */
export function departures<T>(all: Iterable<T>, mostMs: number): Departure<T>[] {
  const order = shuffled([...all]);
  const spreadMs = Math.min(mostMs, (order.length * 1_000) / HARMLESS_PER_SECOND);
  return order.map((who, index) => ({ who, atMs: Math.round((index / order.length) * spreadMs) }));
}

/** Departures in their order, gathered into waves; a wave is due when its last member is. */
export function waves<T>(departing: readonly Departure<T>[]): { dueMs: number; who: T[] }[] {
  const gathered: { beginsMs: number; dueMs: number; who: T[] }[] = [];
  for (const { who, atMs } of departing) {
    const wave = gathered.at(-1);
    if (wave === undefined || atMs - wave.beginsMs >= WAVE_MS) gathered.push({ beginsMs: atMs, dueMs: atMs, who: [who] });
    else {
      wave.dueMs = atMs;
      wave.who.push(who);
    }
  }
  return gathered.map(({ dueMs, who }) => ({ dueMs, who }));
}

/** Fisher and Yates. */
function shuffled<T>(items: T[]): T[] {
  for (let at = items.length - 1; at > 0; at -= 1) {
    const other = Math.floor(Math.random() * (at + 1));
    [items[at], items[other]] = [items[other] as T, items[at] as T];
  }
  return items;
}

/** What the names in a story stand for: `<room>` is bound where it is first heard, and the same from then on. */
export type Names = Map<string, unknown>;

/** Stands for something else each time. */
const LOOSE = new Set(['any', 'time']);
const NAME = /<(\w+)>/g;
const ONLY_A_NAME = /^<(\w+)>$/;
/** The key that stands for further fields, as `{"id":1,…}`. */
const MORE = '…';

/** JSON as the guide writes it: `…` for what is left out, names also where no quotes belong. */
export function parsePattern(text: string): unknown {
  const json = text
    .replaceAll(/([[{,])…(?=[\]}])/g, (_, before: string) => (before === '[' ? '["…"' : `${before}"…":true`))
    .replaceAll(/(?<=[:[,])<(\w+)>(?=[,\]}])/g, '"<$1>"');
  return JSON.parse(json);
}

/** The text with every name in it that is known; an unknown one is an error. */
export function fillIn(text: string, names: Names): string {
  return text.replaceAll(NAME, (whole, name: string) => {
    if (!names.has(name)) throw new Error(`${whole} is not known yet in: ${text}`);
    const value = names.get(name);
    return typeof value === 'string' ? value : JSON.stringify(value);
  });
}

/** Whether it fits; then what it is called now, else undefined. */
export function matched(actual: unknown, pattern: unknown, names: Names): Names | undefined {
  const bound = new Map(names);
  return fits(actual, pattern, bound) ? bound : undefined;
}

function fits(actual: unknown, pattern: unknown, names: Names): boolean {
  if (typeof pattern === 'string') return textFits(actual, pattern, names);
  if (Array.isArray(pattern)) {
    if (!Array.isArray(actual)) return false;
    if (pattern[0] === MORE) return true;
    return actual.length === pattern.length && pattern.every((part, index) => fits(actual[index], part, names));
  }
  if (typeof pattern === 'object' && pattern !== null) {
    if (typeof actual !== 'object' || actual === null || Array.isArray(actual)) return false;
    const wanted = Object.keys(pattern).filter((key) => key !== MORE);
    const isWhole = MORE in pattern || Object.keys(actual).length === wanted.length;
    const [parts, values] = [pattern as Record<string, unknown>, actual as Record<string, unknown>];
    return isWhole && wanted.every((key) => key in values && fits(values[key], parts[key], names));
  }
  return Object.is(actual, pattern);
}

function textFits(actual: unknown, pattern: string, names: Names): boolean {
  const name = ONLY_A_NAME.exec(pattern)?.[1];
  if (name === undefined) return actual === fillIn(pattern, names);
  if (LOOSE.has(name)) return actual !== undefined;
  if (names.has(name)) return names.get(name) === actual;
  names.set(name, actual);
  return true;
}

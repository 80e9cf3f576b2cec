import type { Random } from './random.js';

/** JSON texts that some program somewhere took for something else. */
const NASTY: readonly string[] = [
  ...['null', 'true', 'false', '0', '-0', '-1', '1', '1.5', '1e400', '-1e308', '1e-400', '2147483648', '9007199254740993'],
  ...['""', '" "', '"0"', '"-1"', '"null"', '"\\u0000"', '"a\\u0000b"', '"\\ud800"', '"\\udc00\\ud800"', '"\\u202e\\u200b"'],
  ...['"__proto__"', '"constructor"', '"toString"', '"../../etc/passwd"', '"%00"', '"\'; --"', '"$1"', '"{{7*7}}"', '"👩‍👩‍👧‍👦"'],
  ...['[]', '{}', '[null]', '[[]]', '[{}]', '{"":""}', '{"length":3}', '{"then":1}', '{"toJSON":1}', '{"id":{"id":{}}}'],
  ...['{"__proto__":{"admin":true}}', '{"constructor":{"prototype":{}}}', '{"hasOwnProperty":1}', '{"0":"a","1":"b"}'],
  ...[
    '"2026-02-30T25:61:61Z"',
    '"9999999999999-01-01"',
    '"00000000-0000-0000-0000-000000000000"',
    '"guest:1"',
    '"NaN"',
    '"Infinity"',
  ],
  `"${'x'.repeat(5_000)}"`,
  `"${'\u0301'.repeat(300)}"`,
  `${'['.repeat(40)}${']'.repeat(40)}`,
  `${'{"a":'.repeat(17)}1${'}'.repeat(17)}`,
  `[${Array.from({ length: 500 }, () => '"x"').join(',')}]`,
];

/** Lengths about which programs change their minds. */
const LENGTHS = [1, 2, 16, 64, 100, 128, 200, 255, 256, 500, 1_000, 1_024, 2_000, 4_000, 4_096, 8_000, 20_000];
const LETTERS = ['x', ' ', 'é', '文', '😀', '\u0301', '\u200d'];

type Writer = (value: unknown) => string;

/** The value's JSON with something in it that is not right, but still JSON. `words` are texts of JSON that mean something to the server. */
export function mutatedJson(random: Random, value: unknown, words: readonly string[] = []): string {
  let text = writeWith(random, value, 1 + random.below(2), words);
  if (random.chance(0.05)) text = oddValue(random, words);
  return text;
}

/** What stands for something elsewhere, what programs stumble over, or too much or too little of anything. */
function oddValue(random: Random, words: readonly string[]): string {
  if (words.length > 0 && random.chance(0.3)) return random.pick(words);
  if (random.chance(0.6)) return random.pick(NASTY);
  const length = random.pick(LENGTHS) + random.pick([-1, 0, 1]);
  switch (random.below(4)) {
    case 0:
      return JSON.stringify(random.pick(LETTERS).repeat(length));
    case 1:
      return `[${Array.from({ length: Math.min(length, 2_000) }, () => random.pick(['1', '""', 'null', ...words.slice(0, 3)])).join(',')}]`;
    case 2:
      return String((random.chance(0.5) ? 1 : -1) * (2 ** random.below(64) + random.pick([-1, 0, 1])));
    default:
      return `${'{"room":'.repeat(Math.min(length, 20))}1${'}'.repeat(Math.min(length, 20))}`;
  }
}

/** Writes the value, and changes so many of the values in it. */
function writeWith(random: Random, value: unknown, changes: number, words: readonly string[]): string {
  const places = new Set(Array.from({ length: changes }, () => random.below(countOf(value))));
  let place = -1;
  const write: Writer = (inner) => {
    place += 1;
    const isChanged = places.has(place);
    const text = writeAll(random, inner, write, isChanged, words);
    return isChanged && random.chance(0.7) ? replacementOf(random, inner, text, words) : text;
  };
  return write(value);
}

/** Names that some command reads, and some that none should. */
const FIELDS: readonly string[] = [
  ...[
    '__proto__',
    'extra',
    '',
    'id',
    'room',
    'userId',
    'to',
    'with',
    'key',
    'code',
    'clientId',
    'replyTo',
    'attachments',
    'mentions',
  ],
  ...[
    'limit',
    'before',
    'after',
    'around',
    'afterSeq',
    'metadata',
    'data',
    'type',
    'kind',
    'user',
    'messageId',
    'callId',
    'token',
  ],
];

/** One that is changed may lose, double or gain a field instead of being replaced. */
function writeAll(random: Random, value: unknown, write: Writer, isChanged: boolean, words: readonly string[]): string {
  if (Array.isArray(value)) return `[${value.map(write).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const fields = Object.entries(value).map(([name, inner]) => `${JSON.stringify(name)}:${write(inner)}`);
  if (isChanged && fields.length > 0) {
    if (random.chance(0.4)) fields.splice(random.below(fields.length), 1);
    if (random.chance(0.3)) fields.push(random.pick(fields.length === 0 ? ['"x":1'] : fields));
    if (random.chance(0.3)) fields.push(`${JSON.stringify(random.pick(FIELDS))}:${oddValue(random, words)}`);
  }
  return `{${fields.join(',')}}`;
}

function replacementOf(random: Random, value: unknown, text: string, words: readonly string[]): string {
  if (typeof value === 'string' && random.chance(0.4)) return JSON.stringify(mutatedText(random, value));
  if (typeof value === 'number' && random.chance(0.4))
    return String(value * random.pick([-1, 0, 2, 1e6, 1e-3, 2 ** 31, 2 ** 53]));
  if (random.chance(0.1)) return `[${text},${text}]`;
  return oddValue(random, words);
}

function countOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  return 1 + Object.values(value).reduce<number>((sum, inner) => sum + countOf(inner), 0);
}

const ODD = [
  '\u0000',
  '"',
  '\\',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '-',
  '9',
  ' ',
  '\n',
  '\x1e',
  '\ud800',
  'é',
  '文',
  '😀',
  '__proto__',
  '1e999',
];

/** Text with a few characters, or a piece of it, lost, doubled, moved or made odd. */
export function mutatedText(random: Random, text: string): string {
  let changed = text;
  for (let rounds = 1 + random.below(3); rounds > 0; rounds -= 1) {
    const at = random.below(changed.length + 1);
    const end = at + random.below(Math.min(20, changed.length - at + 1));
    const [before, piece, after] = [changed.slice(0, at), changed.slice(at, end), changed.slice(end)];
    changed = random.pick([
      `${before}${after}`,
      `${before}${piece}${piece}${after}`,
      `${before}${random.pick(ODD)}${after}`,
      `${before}${random.pick(ODD)}${piece}${after}`,
      `${after}${piece}${before}`,
      before,
      `${before}${String.fromCharCode(random.below(0x10000))}${after}`,
    ]);
  }
  return changed.slice(0, 60_000);
}

/** Bytes of which a few are others, lost or too many. */
export function mutatedBytes(random: Random, bytes: Buffer): Buffer {
  let changed = Buffer.from(bytes);
  for (let rounds = 1 + random.below(6); rounds > 0 && changed.length > 0; rounds -= 1) {
    const at = random.below(changed.length);
    const way = random.below(4);
    if (way === 0) changed[at] = random.below(256);
    else if (way === 1) changed[at] = (changed[at] ?? 0) ^ (1 << random.below(8));
    else if (way === 2) changed = Buffer.concat([changed.subarray(0, at), random.bytes(random.below(8)), changed.subarray(at)]);
    else changed = Buffer.concat([changed.subarray(0, at), changed.subarray(at + random.below(8))]);
  }
  return changed;
}

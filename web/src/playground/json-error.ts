/** Where a text stops being JSON. Lines and columns count from 1. */
export interface JsonError {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

class Wrong extends Error {
  constructor(
    readonly offset: number,
    message: string,
  ) {
    super(message);
  }
}

const SPACE = /[ \t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// What may stand unescaped in a JSON string, and the escapes: RFC 8259, section 7.
// eslint-disable-next-line no-control-regex
const STRING_PART = /(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*/y;
const WORD = /true|false|null/y;
/** Deeper than any server reads, and not as deep as the stack. */
const DEEPEST = 200;

/**
 * The first thing that makes this text no JSON, in words; undefined where it is JSON. Browsers say it each in its own way, and some
 * without the place.
 */
export function findJsonError(text: string): JsonError | undefined {
  try {
    const end = skipSpace(text, readValue(text, 0, 0));
    if (end < text.length) throw new Wrong(end, 'Nothing may follow the value');
    return undefined;
  } catch (error) {
    if (!(error instanceof Wrong)) throw error;
    const before = text.slice(0, error.offset).split('\n');
    return { offset: error.offset, line: before.length, column: (before.at(-1)?.length ?? 0) + 1, message: error.message };
  }
}

function readValue(text: string, from: number, depth: number): number {
  const at = skipSpace(text, from);
  if (depth > DEEPEST) throw new Wrong(at, 'Too deeply nested');
  switch (text[at]) {
    case undefined:
      throw new Wrong(at, 'The text ends where a value should be');
    case '{':
      return readMembers(text, at, '}', depth, readField);
    case '[':
      return readMembers(text, at, ']', depth, readValue);
    case '"':
      return readString(text, at);
    case "'":
      throw new Wrong(at, 'Texts stand in double quotes');
    default:
      return past(NUMBER, text, at) ?? past(WORD, text, at) ?? unexpected(text, at, 'a value');
  }
}

function readMembers(text: string, from: number, closing: string, depth: number, read: typeof readValue): number {
  let at = skipSpace(text, from + 1);
  if (text[at] === closing) return at + 1;
  for (;;) {
    at = skipSpace(text, read(text, at, depth + 1));
    if (text[at] === closing) return at + 1;
    if (text[at] !== ',') unexpected(text, at, `"," or "${closing}"`);
    const next = skipSpace(text, at + 1);
    if (text[next] === closing) throw new Wrong(at, 'No comma may stand after the last one');
    at = next;
  }
}

function readField(text: string, from: number, depth: number): number {
  if (text[from] !== '"') unexpected(text, from, 'a name in double quotes');
  const colon = skipSpace(text, readString(text, from));
  if (text[colon] !== ':') unexpected(text, colon, '":"');
  return readValue(text, colon + 1, depth);
}

function readString(text: string, from: number): number {
  const end = past(STRING_PART, text, from + 1) ?? from + 1;
  if (text[end] === '"') return end + 1;
  if (text[end] === '\\') throw new Wrong(end, 'No such escape');
  throw new Wrong(end, 'The text in quotes has no end on its line');
}

function skipSpace(text: string, from: number): number {
  return past(SPACE, text, from) ?? from;
}

/** Where the match ends; undefined where nothing matches, which an empty match counts as. */
function past(pattern: RegExp, text: string, from: number): number | undefined {
  pattern.lastIndex = from;
  const [match = ''] = pattern.exec(text) ?? [];
  return match === '' ? undefined : from + match.length;
}

function unexpected(text: string, at: number, wanted: string): never {
  const found = text[at] === undefined ? 'the text ends' : `there is ${JSON.stringify(text[at])}`;
  throw new Wrong(at, `Expected ${wanted}, but ${found}`);
}

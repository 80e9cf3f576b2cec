import { isObject } from '../json.js';

/** How a language writes what JSON can say. */
export interface Style {
  readonly text: (value: string) => string;
  readonly field: (name: string) => string;
  readonly words: { readonly true: string; readonly false: string; readonly null: string };
  readonly indent: number;
}

/** Longer ones are written on several lines. */
const LINE = 80;

/** The value as a literal of that language; `depth` is how far the line is already indented. */
export function literal(value: unknown, style: Style, depth = 0): string {
  const line = written(value, style, depth, false);
  return line.length <= LINE ? line : written(value, style, depth, true);
}

function written(value: unknown, style: Style, depth: number, tall: boolean): string {
  if (value === undefined || value === null) return style.words.null;
  if (typeof value === 'string') return style.text(value);
  if (typeof value === 'boolean') return style.words[value ? 'true' : 'false'];
  const inner = (item: unknown): string => (tall ? literal(item, style, depth + 1) : written(item, style, depth, false));
  if (Array.isArray(value)) return enclosed('[', ']', value.map(inner), style, depth, tall, '');
  if (isObject(value)) {
    const fields = Object.entries(value).map(([name, item]) => `${style.field(name)}: ${inner(item)}`);
    return enclosed('{', '}', fields, style, depth, tall, style === JAVASCRIPT ? ' ' : '');
  }
  return JSON.stringify(value);
}

function enclosed(from: string, to: string, items: string[], style: Style, depth: number, tall: boolean, space: string): string {
  if (items.length === 0) return from + to;
  if (!tall) return `${from}${space}${items.join(', ')}${space}${to}`;
  const pad = ' '.repeat(style.indent * (depth + 1));
  return `${from}\n${items.map((item) => `${pad}${item},\n`).join('')}${' '.repeat(style.indent * depth)}${to}`;
}

/** In single quotes; what JSON escapes stays escaped, which all three languages read alike. */
function quoted(value: string): string {
  return `'${JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

const WORDS = { true: 'true', false: 'false', null: 'null' };

export const JAVASCRIPT: Style = {
  text: quoted,
  // `{ __proto__: … }` would be no field.
  field: (name) => (name === '__proto__' ? "['__proto__']" : /^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name)),
  words: WORDS,
  indent: 2,
};

/** Dart fills in what follows a dollar, and writes characters by their number in braces or by four digits. */
const dartText = (value: string): string => quoted(value).replaceAll('$', '\\$');
export const DART: Style = { text: dartText, field: dartText, words: WORDS, indent: 2 };

export const PYTHON: Style = { text: quoted, field: quoted, words: { true: 'True', false: 'False', null: 'None' }, indent: 4 };

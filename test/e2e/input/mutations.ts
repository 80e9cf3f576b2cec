import { claimOf, fieldsOf, valueAt, withText, type Path } from './fields.js';
import type { Type } from '@nestjs/common';

/** `INVALID`: refused as such (or as too large). `refused`: by whatever error. `answered`: by whatever answer, but no crash. */
export type Expected = 'INVALID' | 'refused' | 'answered';

/** A payload that one thing is wrong with, as JSON text; no text: none is sent. */
export interface Mutation {
  readonly what: string;
  readonly text: string | undefined;
  readonly expected: Expected;
}

/** One way in which a value is wrong: JSON text instead of it. */
export type Wrong = readonly [what: string, text: string, expected: Expected];

const DEPTH = 20_000;
const DEEP = '['.repeat(DEPTH) + ']'.repeat(DEPTH);
/** What still fits into a frame of 64 KB beside the rest. */
const FITTING_BYTES = 60_000;

const invalid = (...texts: string[]): Wrong[] => texts.map((text) => [text.slice(0, 60), text, 'INVALID']);
const PROTOTYPES = invalid('{"__proto__":{"admin":true}}', '{"constructor":{"prototype":{}}}', '{"prototype":{}}');
const ABSENT: Wrong = ['null', 'null', 'answered'];

export const OF_STRINGS: readonly Wrong[] = [
  ...invalid('12', 'true', '{}', '[]', '["a"]', '1e400', '"a\\u0000b"', '"\\u0000"', '"a\\ud800"', '"\\udc00b"'),
  ...PROTOTYPES,
  ['60 KB', `"${'x'.repeat(FITTING_BYTES)}"`, 'refused'],
  ['"__proto__"', '"__proto__"', 'answered'],
  ['""', '""', 'answered'],
  ABSENT,
];
const OF_NUMBERS: readonly Wrong[] = [
  ...invalid('"12"', '{}', '[]', '[1]', 'true', '-1', '1.5', '1e400', '-1e400', '1e308', '"NaN"'),
  ...PROTOTYPES,
  ['2^53', '9007199254740992', 'answered'],
  // What JSON makes of NaN.
  ABSENT,
];
const OF_BOOLEANS: readonly Wrong[] = [...invalid('"true"', '1', '0', '{}', '[]'), ...PROTOTYPES, ABSENT];
const OF_OBJECTS: readonly Wrong[] = [
  ...invalid('"text"', '12', 'true', '[]', '[{}]', '{"\\u0000":1}', '{"a":"\\u0000"}', '{"a":"\\ud800"}', '{"a":1e400}'),
  ...PROTOTYPES,
  ['20,000 deep', DEEP, 'INVALID'],
  ['{}', '{}', 'answered'],
  ABSENT,
];
/** What is passed on as it is must be plain JSON all the same. */
const OF_ANYTHING: readonly Wrong[] = [
  ...invalid('"a\\u0000b"', '"\\ud800"', '1e400', '[1e400]', '{"\\u0000":1}', '{"a":"\\u0000"}', '{"a":"\\ud800"}'),
  ...PROTOTYPES,
  ['20,000 deep', DEEP, 'INVALID'],
  ['60 KB', `"${'x'.repeat(FITTING_BYTES)}"`, 'refused'],
  ...['12', '"text"', 'true', '[]', '{}', '""'].map((text): Wrong => [text, text, 'answered']),
  ABSENT,
];
const OF_LISTS: readonly Wrong[] = [
  ...invalid('"text"', '12', 'true', '{}', '{"length":1}', '[12]', '[[]]', '["\\u0000"]', '[1e400]'),
  ...PROTOTYPES.map(([what, text, expected]): Wrong => [`[${what}]`, `[${text}]`, expected]),
  ['20,000 deep', DEEP, 'INVALID'],
  ['[null]', '[null]', 'answered'],
  ['[]', '[]', 'answered'],
  ABSENT,
];

function wrongFor(value: unknown, claim: ReturnType<typeof claimOf>): readonly Wrong[] {
  if (claim === 'anything') return OF_ANYTHING;
  if (claim === 'any number') return OF_NUMBERS.filter(([what]) => what !== '1.5');
  if (Array.isArray(value)) return [...OF_LISTS, ['as many as fit', asManyAsFit(value[0]), 'refused']];
  switch (typeof value) {
    case 'string':
      return OF_STRINGS;
    case 'number':
      return OF_NUMBERS;
    case 'boolean':
      return OF_BOOLEANS;
    default:
      return OF_OBJECTS;
  }
}

function asManyAsFit(entry: unknown): string {
  const text = JSON.stringify(entry);
  return `[${Array.from({ length: Math.floor(FITTING_BYTES / (text.length + 1)) }, () => text).join(',')}]`;
}

/** What is wrong whatever the command. */
export const PAYLOADS: readonly Mutation[] = [
  ...[...invalid('[]', '[{}]', '"text"', '7', 'true', '{"\\u0000":1}', '{"x":"\\ud800"}', '{"x":1e400}'), ...PROTOTYPES],
  ...([['20,000 deep', DEEP, 'INVALID']] as const),
  ...([['a field 20,000 deep', `{"x":${DEEP}}`, 'INVALID']] as const),
  ...([ABSENT] as const),
].map(([what, text, expected]) => ({ what: `payload ${what}`, text, expected }));

/** Every field of the DTO, in every sample that has it, wrong in every way; and the payload itself. */
export function mutationsOf(dto: Type, samples: readonly object[]): Mutation[] {
  const ofFields = fieldsOf(dto).flatMap((path) =>
    samples.flatMap((sample) => {
      const value = valueAt(sample, path);
      if (value === undefined) return [];
      return wrongFor(value, claimOf(dto, path)).map(([what, text, expected]) => {
        return { what: `${path.join('.')} = ${what}`, text: withText(sample, path, text), expected };
      });
    }),
  );
  return [...PAYLOADS, { what: 'no payload', text: undefined, expected: 'answered' }, ...ofFields];
}

/** Fields that no sample shows, so that nothing would be tried with them. */
export function unseenFields(dto: Type, samples: readonly object[]): Path[] {
  return fieldsOf(dto).filter((path) => samples.every((sample) => valueAt(sample, path) === undefined));
}

import type { DialectName, FactName } from '../../protocol/index.js';
import { DIALECT_TABLES, framesOf, type Aside, type Dialect, type Said, type Viewer } from '../dialects/index.js';
import { EncodedFrame } from './encoded-frame.js';

/** A fact in the words of a dialect, in the order in which they are said; empty where it has none for it. */
export type EncodedFact = readonly EncodedFrame[];

export interface SpokenFact {
  readonly name: FactName;
  readonly data: object;
  readonly aside?: Aside;
}

type Row = (data: object) => Said;
type PersonalRow = (data: object, viewer: Viewer, aside: Aside) => Said | undefined;

/**
 * Gives the fact in the words of a dialect, as that person is to see it: encoded once for all, or, where it looks different to each,
 * once for each of them. Undefined where nobody is told anything.
 */
export function encoderOf(
  dialect: DialectName,
  { name, data, aside = {} }: SpokenFact,
): ((userId: string) => EncodedFact) | undefined {
  const table = DIALECT_TABLES[dialect];
  const personal = table.personal?.[name] as PersonalRow | undefined;
  const row = table.outbound[name] as Row | undefined;
  let alike: EncodedFact | undefined;
  const forAll = (): EncodedFact => (alike ??= encode(row?.(data) ?? null, table));
  if (personal === undefined) return forAll().length === 0 ? undefined : forAll;
  const seen = new Map<string, EncodedFact>();
  return (userId) => {
    const known = seen.get(userId);
    if (known !== undefined) return known;
    const said = personal(data, { userId }, aside);
    const encoded = said === undefined ? forAll() : encode(said, table);
    seen.set(userId, encoded);
    return encoded;
  };
}

function encode(said: Said, table: Dialect): EncodedFact {
  return framesOf(said).map((frame) => new EncodedFrame(frame, table));
}

import type { DialectName, FactName } from '../../protocol/index.js';
import { DIALECT_TABLES, type Frame } from '../dialects/index.js';
import { EncodedFrame } from './encoded-frame.js';

/** The fact in the words of a dialect; null where it has none for it. */
export function encodeFact(dialect: DialectName, { name, data }: { name: FactName; data: object }): EncodedFrame | null {
  const table = DIALECT_TABLES[dialect];
  const row = table.outbound[name] as ((data: object) => Frame | null) | undefined;
  const frame = row?.(data) ?? null;
  return frame === null ? null : new EncodedFrame(frame, table);
}

import type { Readable } from 'node:stream';

/** A piece of a content, in a buffer that the next one overwrites. */
export interface Part {
  readonly bytes: Uint8Array;
  readonly isLast: boolean;
}

/**
 * A content in parts of that size; the last may be smaller, and there always is one. All come in the same buffer, so a content of any
 * length takes the memory of one part, and nothing is read while a part is in use.
 */
export async function* partsOf(content: Readable, size: number): AsyncGenerator<Part> {
  const buffer = Buffer.allocUnsafeSlow(size);
  let filled = 0;
  for await (const chunk of content as AsyncIterable<Buffer>) {
    let rest = chunk;
    while (rest.length > 0) {
      // Only now is it known that the full one is not the last.
      if (filled === size) {
        yield { bytes: buffer, isLast: false };
        filled = 0;
      }
      const taken = rest.subarray(0, size - filled);
      buffer.set(taken, filled);
      filled += taken.length;
      rest = rest.subarray(taken.length);
    }
  }
  yield { bytes: buffer.subarray(0, filled), isLast: true };
}

import type { Readable } from 'node:stream';

/** Bytes of a content, both ends included. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** Keeps the contents of files under keys that are made here: of letters, digits, `-` and `/`. */
export abstract class FileStorage {
  /**
   * Reads the content to its end and keeps it. Until it is whole nobody finds it under its key; a failure leaves nothing there but what
   * `remove` removes.
   */
  abstract write(key: string, content: Readable): Promise<void>;

  /** The content, or that part of it; undefined when it is not there. What is not read to its end must be destroyed. */
  abstract read(key: string, range?: ByteRange): Promise<Readable | undefined>;

  abstract has(key: string): Promise<boolean>;

  /** Removes the content and what an interrupted `write` left; what is not there is removed. */
  abstract remove(key: string): Promise<void>;

  /** Removes what writes left behind whose process ended long ago, where nobody knows their keys any more. */
  abstract tidy(): Promise<void>;
}

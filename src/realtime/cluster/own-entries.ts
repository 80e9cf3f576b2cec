import { Logger } from '@nestjs/common';

/** Characters of a value. */
const VALUE = 64 * 1024;
/** Changes that are told together, and their characters. */
const CHANGES = 1_000;
const CHARACTERS = 256 * 1024;
/** Changes that may wait while Redis is away; past it everything is written anew. */
const WAITING = 100_000;

/** Some of what changed, as the other nodes are told of it. */
export interface Batch {
  /** They count from 1, without a gap. */
  readonly seq: number;
  readonly set: readonly (readonly [field: string, json: string])[];
  readonly deleted: readonly string[];
}

/** What this node says, and what of it the others have not been told yet. */
export class OwnEntries {
  private readonly logger = new Logger('Cluster');
  private readonly values = new Map<string, object>();
  private readonly changed = new Set<string>();
  private told = 0;

  /** Of the last batch. */
  get seq(): number {
    return this.told;
  }

  get isToldWhole(): boolean {
    return this.changed.size === 0;
  }

  set(field: string, value: object): void {
    this.values.set(field, value);
    this.changed.add(field);
  }

  delete(field: string): void {
    if (this.values.delete(field)) this.changed.add(field);
  }

  /** What is told next; the rest waits for the next call. Undefined: nothing has changed. */
  nextBatch(): Batch | undefined {
    const set: [string, string][] = [];
    const deleted: string[] = [];
    let characters = 0;
    for (const field of this.changed) {
      this.changed.delete(field);
      const json = this.jsonOf(field);
      if (json === undefined) deleted.push(field);
      else set.push([field, json]);
      characters += field.length + (json?.length ?? 0);
      if (set.length + deleted.length >= CHANGES || characters >= CHARACTERS) break;
    }
    if (set.length + deleted.length === 0) return undefined;
    this.told += 1;
    return { seq: this.told, set, deleted };
  }

  /** Whether more waits than is worth keeping. If so it is forgotten, and everything has to be written anew. */
  forgetTooMuch(): boolean {
    if (this.changed.size <= WAITING) return false;
    this.changed.clear();
    // A number that nobody is told: they find that they have missed it.
    this.told += 1;
    return true;
  }

  /** All of it. */
  *whole(): Generator<[field: string, json: string]> {
    for (const field of this.values.keys()) {
      const json = this.jsonOf(field);
      if (json !== undefined) yield [field, json];
    }
  }

  private jsonOf(field: string): string | undefined {
    const value = this.values.get(field);
    const json = value && JSON.stringify(value);
    if (json === undefined || json.length <= VALUE) return json;
    this.logger.warn({ field: field.slice(0, 128), characters: json.length }, 'An entry is too large for the other nodes');
    return undefined;
  }
}

import { Injectable } from '@nestjs/common';
import { ApiKeyRepository, type KeyRow } from './api-key.repository.js';

/** A revoked key is refused on every node within 2 s, the time of looking it up included. */
const FRESH_MS = 1_500;
/** More keys are not good at the same time. */
const KEPT = 1_000;

interface Look {
  readonly at: number;
  readonly row: Promise<KeyRow | undefined>;
  /** Its use was noted since. */
  isNoted: boolean;
}

/** A key as it is now. */
export type Found = KeyRow & { readonly hasExpired: boolean };

/** What the database says of a key, asked once for many requests. */
@Injectable()
export class KnownKeys {
  private readonly looks = new Map<string, Look>();

  constructor(private readonly keys: ApiKeyRepository) {}

  /** Whether the id was one of a key when it was last looked up. */
  has(id: string): boolean {
    return this.looks.has(id);
  }

  async find(id: string): Promise<Found | undefined> {
    const look = this.fresh(id) ?? this.look(id);
    const row = await look.row;
    if (row === undefined) return undefined;
    const isUnseen = row.isUnseen && !look.isNoted;
    return { ...row, isUnseen, hasExpired: row.endsInMs !== null && row.endsInMs <= performance.now() - look.at };
  }

  /** Its use is noted: not once more for each request until it is looked up anew. */
  noted(id: string): void {
    const look = this.looks.get(id);
    if (look !== undefined) look.isNoted = true;
  }

  private fresh(id: string): Look | undefined {
    const look = this.looks.get(id);
    return look !== undefined && performance.now() - look.at < FRESH_MS ? look : undefined;
  }

  private look(id: string): Look {
    const look: Look = { at: performance.now(), row: this.keys.find(id), isNoted: false };
    this.looks.delete(id);
    this.looks.set(id, look);
    if (this.looks.size > KEPT) this.looks.delete(this.looks.keys().next().value ?? '');
    const forget = () => {
      if (this.looks.get(id) === look) this.looks.delete(id);
    };
    // Neither ids that nobody has nor failures are kept.
    look.row.then((row) => {
      if (row === undefined) forget();
    }, forget);
    return look;
  }
}

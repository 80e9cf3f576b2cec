import { Logger } from '@nestjs/common';
import type { Redis } from 'ioredis';
import type { Batch } from './own-entries.js';

/** Seconds after which a node's hash is gone by itself. */
const LEASE_S = 45;
/** Entries written by one command. */
const AT_ONCE = 500;
/** Fields that are no entries; those have a colon. */
const SEQ = '#seq';
const WHOLE = '#whole';

/** All that a node says, as of the batch with that number. */
export interface Snapshot {
  readonly seq: number;
  readonly entries: ReadonlyMap<string, unknown>;
}

/** What each node says, in a hash of its own in Redis, for those that were not there when it was told. */
export class EntryHashes {
  private readonly logger = new Logger('Cluster');

  constructor(
    private readonly writer: Redis,
    private readonly reader: Redis,
  ) {}

  /** Before the stream tells of the batch: who finds there that it missed one must find it here. */
  async add(node: string, { seq, set, deleted }: Batch): Promise<void> {
    const key = keyOf(node);
    const done: Promise<unknown>[] = deleted.length > 0 ? [this.writer.hdel(key, ...deleted)] : [];
    // A node that dies before its first renewal leaves nothing behind either.
    done.push(this.writer.hset(key, ...set.flat(), SEQ, seq), this.writer.expire(key, LEASE_S));
    await Promise.all(done);
  }

  /** Until the last command is done readers find it incomplete. */
  async writeWhole(node: string, seq: number, entries: Iterable<readonly [string, string]>): Promise<void> {
    const key = keyOf(node);
    const done: Promise<unknown>[] = [this.writer.del(key)];
    const all = [...entries];
    for (let at = 0; at < all.length; at += AT_ONCE) done.push(this.writer.hset(key, ...all.slice(at, at + AT_ONCE).flat()));
    done.push(this.writer.hset(key, SEQ, seq, WHOLE, 1), this.writer.expire(key, LEASE_S));
    await Promise.all(done);
  }

  /** Whether it is still there, and whole. */
  async renew(node: string): Promise<boolean> {
    const key = keyOf(node);
    const [isWhole] = await Promise.all([this.writer.hexists(key, WHOLE), this.writer.expire(key, LEASE_S)]);
    return isWhole === 1;
  }

  async remove(node: string): Promise<void> {
    await this.writer.del(keyOf(node));
  }

  /** Undefined: it is not there, or not whole. Rejects when Redis can't be reached. */
  async read(node: string): Promise<Snapshot | undefined> {
    let fields: Record<string, string>;
    try {
      fields = await this.reader.hgetall(keyOf(node));
    } catch (error) {
      // Something else stands under that name.
      if ((error as Error).name !== 'ReplyError') throw error;
      this.logger.warn({ err: error, node }, 'What another node says could not be read');
      return undefined;
    }
    const { [SEQ]: seq, [WHOLE]: whole, ...entries } = fields;
    if (whole === undefined || !Number.isSafeInteger(Number(seq))) return undefined;
    return { seq: Number(seq), entries: new Map(Object.entries(entries).map(([field, json]) => [field, parsed(json)])) };
  }
}

function keyOf(node: string): string {
  return `lyceum:entries:${node}`;
}

/** What is no JSON is nothing that a node has said. */
function parsed(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return null;
  }
}

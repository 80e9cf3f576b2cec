import { Logger } from '@nestjs/common';
import { Redis } from 'ioredis';
import { setTimeout as delay } from 'node:timers/promises';
import { newId } from '../../common/index.js';
import type { Publication } from '../publisher/publication.js';
import { ClusterBus } from './cluster-bus.js';

const STREAM = 'lyceum:facts';
/** Entries kept for nodes that were cut off for a moment. */
const STREAM_LENGTH = 20_000;
/** Characters of facts kept for the stream while Redis is away; past it the newest are left to `chat:sync`. */
const PENDING = 16 * 1024 * 1024;
const READ_COUNT = 500;
const BLOCK_MS = 2_000;
const RETRY_MS = 250;
/** Nodes remembered; each start makes a new one. */
const NODES = 1_000;
const GOODBYE_MS = 1_000;
/** A read without an answer by then has failed, whatever the connection says. */
const COMMAND_MS = 4_000;

/**
 * The bus over one Redis stream. Each node reads it from where it last was, so that a short loss of Redis loses
 * nothing; pub/sub would.
 */
export class RedisStreamBus extends ClusterBus {
  private readonly logger = new Logger('Cluster');
  private readonly node = newId();
  private readonly writer: Redis;
  private readonly reader: Redis;
  private listener: (publication: Publication) => void = ignore;
  private closing = false;
  private isConnected = false;
  private pending = 0;
  private sent = 0;
  /** By node, the last of its numbers that came. */
  private readonly heard = new Map<string, number>();
  private lastId = '$';

  constructor(url: string) {
    super();
    const retryStrategy = (attempt: number) => Math.min(attempt * 100, 1_000);
    this.writer = new Redis(url, { retryStrategy, maxRetriesPerRequest: null, enableAutoPipelining: true });
    this.reader = new Redis(url, { retryStrategy, maxRetriesPerRequest: null, commandTimeout: COMMAND_MS });
    for (const client of [this.writer, this.reader]) {
      // Without a listener a lost Redis would end the process.
      client.on('error', (error: Error) => {
        this.changed(false, error.message);
      });
    }
    void this.readForEver();
  }

  get state(): 'connected' | 'degraded' {
    return this.isConnected ? 'connected' : 'degraded';
  }

  send(publication: Publication): void {
    // What is only good now is no good later.
    if (publication.isVolatile && !this.isConnected) return;
    const fact = JSON.stringify(publication);
    if (this.pending + fact.length > PENDING) return;
    this.pending += fact.length;
    this.sent += 1;
    this.writer
      .xadd(STREAM, 'MAXLEN', '~', STREAM_LENGTH, '*', 'node', this.node, 'n', this.sent, 'fact', fact)
      .catch((error: unknown) => {
        this.changed(false, String(error));
      })
      .finally(() => {
        this.pending -= fact.length;
      });
  }

  onPublication(listener: (publication: Publication) => void): void {
    this.listener = listener;
  }

  async close(): Promise<void> {
    this.closing = true;
    this.reader.disconnect();
    // A farewell would wait for ever behind what Redis was not there to take.
    if (this.writer.status === 'ready') await Promise.race([this.writer.quit().catch(ignore), delay(GOODBYE_MS)]);
    this.writer.disconnect();
  }

  private async readForEver(): Promise<void> {
    // Where the stream ends now, told before the first block: `$` in a loop would skip what comes between two reads.
    while (!this.closing) {
      try {
        if (this.lastId === '$') this.lastId = await this.endOfStream();
        // An answer, be it empty, is the sign that Redis is there; it also tells of one that hangs without an error.
        const answer = await this.reader.xread('COUNT', READ_COUNT, 'BLOCK', BLOCK_MS, 'STREAMS', STREAM, this.lastId);
        this.changed(true);
        for (const [, entries] of answer ?? []) for (const [id, fields] of entries) this.take(id, fields);
      } catch (error) {
        this.changed(false, String(error));
        await delay(RETRY_MS);
      }
    }
  }

  private async endOfStream(): Promise<string> {
    const [last] = await this.reader.xrevrange(STREAM, '+', '-', 'COUNT', 1);
    return last?.[0] ?? '0-0';
  }

  private take(id: string, [, node = '', , n, , fact = '']: string[]): void {
    this.lastId = id;
    if (node === this.node || !this.isNew(node, Number(n))) return;
    try {
      const publication = JSON.parse(fact) as Publication;
      if (isPublication(publication)) this.listener(publication);
    } catch (error) {
      this.logger.error({ err: error, id }, 'A fact of another node could not be delivered');
    }
  }

  /** An entry is written twice when the answer to its writing was lost. */
  private isNew(node: string, n: number): boolean {
    const isNew = n > (this.heard.get(node) ?? 0);
    if (isNew) this.heard.set(node, n);
    if (this.heard.size > NODES) this.heard.delete(this.heard.keys().next().value ?? '');
    return isNew;
  }

  private changed(isConnected: boolean, reason = ''): void {
    if (this.isConnected === isConnected || this.closing) return;
    this.isConnected = isConnected;
    if (isConnected) this.logger.log('Connected to the other nodes');
    else this.logger.warn(`Cut off from the other nodes: ${reason}`);
  }
}

function isPublication(value: Partial<Publication> | null): boolean {
  const { audience, name, data } = value ?? {};
  return typeof audience === 'object' && typeof name === 'string' && typeof data === 'object' && (data as object | null) !== null;
}

function ignore(): void {
  // Nothing to do.
}

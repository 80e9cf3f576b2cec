import { Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Redis } from 'ioredis';
import { setTimeout as delay } from 'node:timers/promises';
import { newId } from '../../common/index.js';
import { isPublication, type Publication } from '../publisher/publication.js';
import { ClusterBus } from './cluster-bus.js';
import { Confirmations } from './confirmations.js';
import { EntryHashes } from './entry-hashes.js';
import { EntryNumbers } from './entry-numbers.js';
import { RedisSharing, type EntryStream } from './redis-sharing.js';
import type { Signal } from './signal.js';
import { isBefore, timeOf } from './stream-ids.js';

const STREAM = 'lyceum:facts';
/** Entries kept for nodes that were cut off for a moment. */
const STREAM_LENGTH = 20_000;
/** Characters of facts kept for the stream while Redis is away; past it the newest are left to `chat:sync`. */
const PENDING = 16 * 1024 * 1024;
/** Signals may take so much more: facts must not crowd them out. What is taken from people, nodes find without them too. */
const PENDING_WITH_SIGNALS = 20 * 1024 * 1024;
/** What a waiting entry weighs beside its own text. */
const ENTRY = 500;
const READ_COUNT = 500;
const BLOCK_MS = 1_000;
/** Entries looked through at the start for nodes that are there. */
const LOOK_BACK = 1_000;
/** So often at least a node is heard of. */
const BEAT_MS = 1_000;
/** How long a signal waits for the other nodes; longer than they take to find by themselves what it tells. */
const CONFIRM_MS = 2_000;
const RETRY_MS = 250;
const GOODBYE_MS = 1_000;
/** A read without an answer by then has failed, whatever the connection says. */
const COMMAND_MS = 4_000;
const SILENCE_MS = 20_000;

/**
 * What an entry of the stream is: a fact; something to do, and that it was done; what has changed of what the node shares; a sign of
 * life, with the number of the last such change; a farewell. They share the stream, so that who has done a signal has heard all before it.
 */
type EntryKind = 'fact' | 'signal' | 'done' | 'shared' | 'beat' | 'bye';

/**
 * The bus over one Redis stream. Each node reads it from where it last was, so that a short loss of Redis loses
 * nothing; pub/sub would.
 */
export class RedisStreamBus extends ClusterBus implements OnApplicationBootstrap {
  readonly sharing: RedisSharing;
  private readonly logger = new Logger('Cluster');
  private readonly node = newId();
  private readonly writer: Redis;
  private readonly reader: Redis;
  private listener: (publication: Publication) => void = ignore;
  private signalListener: (signal: Signal) => void = ignore;
  private readonly confirmations = new Confirmations();
  private beatAt = -BEAT_MS;
  private closing = false;
  private isConnected = false;
  private pending = 0;
  private sent = 0;
  private readonly numbers = new EntryNumbers();
  private lastId = '$';

  /** @param silenceMs Who was not heard for so long has left nothing behind. */
  constructor(url: string, silenceMs = SILENCE_MS) {
    super();
    const retryStrategy = (attempt: number) => Math.min(attempt * 100, 1_000);
    this.writer = new Redis(url, { retryStrategy, maxRetriesPerRequest: null, enableAutoPipelining: true });
    this.reader = new Redis(url, { retryStrategy, maxRetriesPerRequest: null, commandTimeout: COMMAND_MS });
    const stream: EntryStream = {
      isConnected: () => this.isConnected,
      tell: (body) => {
        void this.write('shared', body, PENDING_WITH_SIGNALS);
      },
    };
    this.sharing = new RedisSharing(this.node, new EntryHashes(this.writer, this.reader), stream, silenceMs);
    for (const client of [this.writer, this.reader]) {
      // Without a listener a lost Redis would end the process.
      client.on('error', (error: Error) => {
        this.changed(false, error.message);
      });
    }
    void this.readForEver();
  }

  onApplicationBootstrap(): Promise<void> {
    return this.sharing.open();
  }

  get state(): 'connected' | 'degraded' {
    return this.isConnected ? 'connected' : 'degraded';
  }

  send(publication: Publication): void {
    // What is only good now is no good later.
    if (publication.isVolatile && !this.isConnected) return;
    void this.write('fact', JSON.stringify(publication), PENDING);
  }

  async signal(signal: Signal): Promise<void> {
    const id = newId();
    const confirmed = this.isConnected ? this.confirmations.all(id, CONFIRM_MS) : delay(CONFIRM_MS);
    void this.write('signal', JSON.stringify({ id, signal }), PENDING_WITH_SIGNALS);
    await confirmed;
  }

  onSignal(listener: (signal: Signal) => void): void {
    this.signalListener = listener;
  }

  onPublication(listener: (publication: Publication) => void): void {
    this.listener = listener;
  }

  async close(): Promise<void> {
    this.closing = true;
    this.reader.disconnect();
    // A farewell would wait for ever behind what Redis was not there to take.
    if (this.writer.status === 'ready') {
      const late = new AbortController();
      const isLate = delay(GOODBYE_MS, undefined, { signal: late.signal }).catch(ignore);
      await Promise.race([Promise.all([this.sharing.close(), this.write('bye', '')]), isLate]);
      late.abort();
    }
    this.writer.disconnect();
  }

  private async readForEver(): Promise<void> {
    // The end is told before the first block: `$` in a loop would skip what comes between two reads.
    while (!this.closing) {
      try {
        if (this.lastId === '$') {
          this.lastId = await this.endOfStream();
          // Redis answers, and the others hear of this node, before there is anything to read.
          this.answered();
        }
        await this.sharing.readMissed();
        // An answer, be it empty, is the sign that Redis is there; it also tells of one that hangs without an error.
        const answer = await this.reader.xread('COUNT', READ_COUNT, 'BLOCK', BLOCK_MS, 'STREAMS', STREAM, this.lastId);
        this.answered();
        // Signs of life of our own are always among it, if it is read where they are written.
        if (answer === null) await this.findStreamAgain();
        for (const [, entries] of answer ?? []) for (const [id, fields] of entries) this.take(id, fields);
        this.sharing.forgetSilent();
      } catch (error) {
        this.changed(false, String(error));
        await delay(RETRY_MS);
      }
    }
  }

  /** Where the stream ends now. Who wrote there last is there. */
  private async endOfStream(): Promise<string> {
    const entries = await this.reader.xrevrange(STREAM, '+', '-', 'COUNT', LOOK_BACK);
    const [seconds] = await this.reader.time();
    for (const [id, fields] of entries.reverse()) this.note(fields, performance.now() - (Number(seconds) * 1000 - timeOf(id)));
    this.sharing.forgetSilent();
    return entries.at(-1)?.[0] ?? '0-0';
  }

  /**
   * A stream that was lost begins anew at the time of Redis's clock. Where that is behind, as after a fail-over, everything new would
   * stand before the place that was read last.
   */
  private async findStreamAgain(): Promise<void> {
    const [newest] = await this.reader.xrevrange(STREAM, '+', '-', 'COUNT', 1);
    if (isBefore(newest?.[0] ?? '0-0', this.lastId)) this.lastId = '0-0';
  }

  private take(id: string, fields: string[]): void {
    this.lastId = id;
    const [, node = '', , n] = fields;
    if (node === this.node) this.sharing.readSign(Number(n));
    else if (this.numbers.isNew(node, Number(n))) this.takeNew(id, fields);
  }

  private takeNew(id: string, fields: string[]): void {
    const [, node = '', , , kind, body = ''] = fields;
    this.note(fields);
    try {
      if (kind === 'fact') this.takeFact(JSON.parse(body) as Publication);
      else if (kind === 'signal') this.takeSignal(JSON.parse(body) as { id: string; signal: Signal });
      else if (kind === 'done') this.confirmations.confirmed(body, node);
      else if (kind === 'shared') this.sharing.take(node, body);
    } catch (error) {
      this.logger.error({ err: error, id }, 'What another node said could not be taken');
    }
  }

  private note([, node = '', , , kind, body = '']: string[], heardAt?: number): void {
    if (node === this.node) return;
    if (kind === 'bye') {
      this.confirmations.gone(node);
      this.sharing.gone(node);
    } else {
      this.confirmations.heard(node, heardAt);
      this.sharing.heard(node, heardAt);
      if (kind === 'beat') this.sharing.lives(node, Number(body));
    }
  }

  private takeFact(publication: Publication): void {
    if (isPublication(publication)) this.listener(publication);
  }

  private takeSignal({ id, signal }: { id: string; signal: Signal }): void {
    this.signalListener(signal);
    void this.write('done', id);
  }

  private answered(): void {
    const wasAway = !this.isConnected;
    this.changed(true);
    const now = performance.now();
    // What has waited for Redis is told before anything is made of what the others tell.
    if (!wasAway && now - this.beatAt < BEAT_MS / 2) return;
    this.beatAt = now;
    this.sharing.renew();
    void this.write('beat', String(this.sharing.seq));
    this.sharing.wroteSign(this.sent);
  }

  /** Unless more than so much would wait. Resolves when it is written, or can't be. */
  private async write(kind: EntryKind, body: string, atMost = Infinity): Promise<void> {
    const weight = body.length + ENTRY;
    if (this.pending + weight > atMost) return;
    this.pending += weight;
    this.sent += 1;
    try {
      await this.writer.xadd(STREAM, 'MAXLEN', '~', STREAM_LENGTH, '*', 'node', this.node, 'n', this.sent, kind, body);
    } catch (error) {
      this.changed(false, String(error));
    } finally {
      this.pending -= weight;
    }
  }

  private changed(isConnected: boolean, reason = ''): void {
    if (this.isConnected === isConnected || this.closing) return;
    this.isConnected = isConnected;
    if (isConnected) this.logger.log('Connected to the other nodes');
    else this.logger.warn(`Cut off from the other nodes: ${reason}`);
  }
}

function ignore(): void {
  // Nothing to do.
}

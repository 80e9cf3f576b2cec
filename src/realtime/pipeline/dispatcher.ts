import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/index.js';
import { assertPlainJson } from '../../common/plain-json.js';
import { AppConfig } from '../../config/index.js';
import type { Answer } from '../../protocol/index.js';
import type { LiveConnection } from '../connection/live-connection.js';
import type { InboundRow, ServerView } from '../dialects/index.js';
import { refusalOf } from './command-error.filter.js';
import { Inbox } from './inbox.js';
import { RateLimits } from './rate-limits.js';
import { ScriptRunner } from './script-runner.js';
import { serverView } from './server-view.js';

/** Bytes of frames that may wait for connections that are gone. */
const ORPHAN_BYTES = 32 * 1024 * 1024;

/** One frame of a client, from whichever transport. */
export interface Call {
  readonly event: string;
  readonly payload: unknown;
  /** Size on the wire, where the transport knows it. */
  readonly bytes?: number;
  /** Gives the acknowledgement the client asked for. */
  readonly reply?: (answer: Answer<unknown>) => void;
}

/** The way in: each connection's frames in their order, each with exactly one answer. */
@Injectable()
export class Dispatcher {
  private readonly inboxes = new WeakMap<LiveConnection, Inbox>();
  private readonly busy = new Set<Inbox>();
  private readonly server: ServerView;
  private readonly maxDepth: number;
  private readonly maxFrameBytes: number;
  private orphanBytes = 0;
  private isStopping = false;
  /** Those that are being sent away. Absent until the first is. */
  private finishing: WeakSet<LiveConnection> | undefined;

  constructor(
    config: AppConfig,
    private readonly scripts: ScriptRunner,
    private readonly rates: RateLimits,
  ) {
    this.server = serverView(config);
    this.maxDepth = config.realtime.maxJsonDepth;
    this.maxFrameBytes = config.realtime.maxFrameBytes;
  }

  /** What a dialect does when a client of it has connected. */
  greet(connection: LiveConnection): void {
    const script = connection.table.onConnect?.(connection, this.server);
    if (script === undefined) return;
    this.enqueue(connection, {
      bytes: 0,
      refuse: ignore,
      run: async () => {
        // What is said in a room that is joined here comes after the greeting, and so does what is said to the person.
        connection.beginAnswer();
        if (connection.table.catchesUp === true) connection.beginCatchUp();
        try {
          await this.scripts.run(script, connection, 'free');
          connection.endCatchUp();
        } catch (error) {
          const refusal = refusalOf(error, connection.id);
          // Who is banned from the room that they are greeted in would come back every second, for ever.
          connection.close(refusal, refusal.code === 'BANNED');
        } finally {
          connection.endAnswer();
        }
      },
    });
  }

  receive(connection: LiveConnection, call: Call): void {
    connection.lastCommandAt = performance.now();
    if (this.isStopping || this.finishing?.has(connection) === true) {
      this.refuse(connection, call, new AppError('DRAINING'));
      return;
    }
    // A client that asks and never reads its answers would fill the memory with them.
    if (connection.outlet.load() >= 1) {
      connection.close(new AppError('SLOW_CONSUMER'));
      return;
    }
    this.enqueue(connection, {
      bytes: call.bytes ?? this.backlogBytes(connection, call.payload),
      overlaps: connection.table.overlapping.has(call.event),
      run: (passOn) => {
        connection.turn = passOn;
        return this.handle(connection, call);
      },
      refuse: () => {
        this.refuse(connection, call, new AppError('RATE_LIMITED', { retryAfterMs: 1000 }));
      },
    });
  }

  /** A frame that could not even be read: it is told so in its turn. */
  garbage(connection: LiveConnection, error: AppError, event: string | null, reply?: Call['reply']): void {
    const tell = () => {
      this.answerRefusal(connection, error, event, reply);
    };
    this.enqueue(connection, { bytes: 0, refuse: tell, run: () => this.rates.admitFrame(connection, 'wait').then(tell, tell) });
  }

  /**
   * The connection is gone. What it had said is still done, in its turn, unless too much of the kind is waiting or it is dismissed.
   * Resolves when that is over; undefined where nothing is left.
   */
  leave(connection: LiveConnection): Promise<void> | undefined {
    const inbox = this.inboxes.get(connection);
    if (inbox === undefined || inbox.isIdle) return undefined;
    const { waitingBytes } = inbox;
    if (this.orphanBytes + waitingBytes > ORPHAN_BYTES) {
      inbox.clear();
      return inbox.settled();
    }
    this.orphanBytes += waitingBytes;
    return inbox.settled().then(() => {
      this.orphanBytes -= waitingBytes;
    });
  }

  /**
   * From now on this connection's frames are refused as `DRAINING`. Resolves when those that came before are answered; undefined where
   * none waits.
   */
  finish(connection: LiveConnection): Promise<void> | undefined {
    (this.finishing ??= new WeakSet()).add(connection);
    const inbox = this.inboxes.get(connection);
    return inbox?.isIdle === false ? inbox.settled() : undefined;
  }

  /** From now on every frame is refused as `DRAINING`. */
  stop(): void {
    this.isStopping = true;
  }

  /** Resolves when every frame that has come is answered. */
  async settled(): Promise<void> {
    await Promise.all([...this.busy].map((inbox) => inbox.settled()));
  }

  private enqueue(connection: LiveConnection, job: Parameters<Inbox['add']>[0]): void {
    let inbox = this.inboxes.get(connection);
    if (inbox === undefined) this.inboxes.set(connection, (inbox = new Inbox(this.busy)));
    if (inbox.add(job)) return;
    inbox.clear();
    connection.close(new AppError('RATE_LIMITED'));
  }

  /** What a frame will take up while it waits; free where nothing waits, as then it is handled at once. */
  private backlogBytes(connection: LiveConnection, payload: unknown): number {
    if (this.inboxes.get(connection)?.isIdle !== false) return 0;
    try {
      return JSON.stringify(payload ?? null).length;
    } catch {
      // Nested too deep to be written down; it will be refused in its turn.
      return this.maxFrameBytes;
    }
  }

  private async handle(connection: LiveConnection, call: Call): Promise<void> {
    const { table } = connection;
    const pace = table.patient ? 'wait' : 'refuse';
    const answersFirst = table.answersFirst.has(call.event);
    if (answersFirst) connection.beginAnswer();
    try {
      await this.rates.admitFrame(connection, pace);
      const row = table.row(call.event);
      if (row === undefined)
        throw new AppError('UNKNOWN_EVENT', { message: `This server knows no "${call.event.slice(0, 64)}"` });
      const data = await this.scripts.run(this.begin(row, call.payload, connection), connection, pace);
      call.reply?.({ ok: true, data: data ?? null });
    } catch (error) {
      this.refuse(connection, call, refusalOf(error, connection.id));
    } finally {
      if (answersFirst) connection.endAnswer();
    }
  }

  private begin(row: InboundRow, payload: unknown, connection: LiveConnection): ReturnType<InboundRow> {
    const fields: unknown = payload ?? {};
    // Here, so that it holds for what a dialect reads as well as for what reaches a handler.
    assertPlainJson(fields, this.maxDepth);
    return row(fields, connection, this.server);
  }

  private refuse(connection: LiveConnection, { event, payload, reply }: Call, refusal: AppError): void {
    this.answerRefusal(connection, refusal, event, reply, payload);
  }

  private answerRefusal(
    connection: LiveConnection,
    refusal: AppError,
    event: string | null,
    reply: Call['reply'],
    payload?: unknown,
  ): void {
    const error = refusal.toPublic();
    const { table } = connection;
    const isIn = (events: ReadonlySet<string> | undefined) => event !== null && events?.has(event) === true;
    const isAloud = isIn(table.refusesAloud);
    const frame = table.refusal(error, event, payload);
    if (reply === undefined || isAloud || isIn(table.answeredByFact)) connection.say(frame);
    reply?.({ ok: false, error, ...(isAloud ? frame.data : {}) });
  }
}

function ignore(): void {
  // Nobody waits for an answer.
}

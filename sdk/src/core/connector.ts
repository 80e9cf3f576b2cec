import type { Answer, AnnouncedLimits, Hello, SessionFacts, User } from '../../../src/protocol/index.js';
import { backoff } from './backoff.js';
import type { ConnectionStatus } from './connection-status.js';
import type { Credentials } from './credentials.js';
import { LyceumError } from './error.js';
import type { Link, OpenLink } from './link.js';
import { verdictOn } from './refusal.js';
import { Cell } from './store.js';

/** A connection that lasted so long was a good one: the next loss is waited for as the first. */
const STEADY_MS = 5_000;

/** What the connector tells the client. */
export interface ConnectorEvents {
  fact(name: string, data: unknown): void;
  connected(hello: Hello): void;
  /** The connection is lost, and with it every answer that is due. */
  lost(): void;
}

/** Makes the connection, and makes it again: when, and whether, after what was heard of the last one. */
export class Connector {
  readonly status = new Cell<ConnectionStatus>({ state: 'idle', queued: 0, error: undefined, nextAttemptAt: undefined });
  readonly me = new Cell<User | undefined>(undefined);
  readonly limits = new Cell<AnnouncedLimits | undefined>(undefined);
  private link: Link | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** Counts what is begun: what an older one brings is for nobody any more. */
  private turn = 0;
  private attempt = 0;
  private connectedAt: number | undefined;
  /** Another token was asked for since the last connection that stood. */
  private renewed = false;
  /** What the server said before it ended the connection. */
  private farewell: LyceumError | undefined;
  private drainedAt = 0;

  constructor(
    private readonly url: string,
    private readonly credentials: Credentials,
    private readonly openLink: OpenLink,
    private readonly events: ConnectorEvents,
  ) {}

  connect(): void {
    if (!['idle', 'closed'].includes(this.status.get().state)) return;
    this.attempt = 0;
    this.renewed = false;
    void this.open();
  }

  close(error?: LyceumError): void {
    this.drop();
    this.status.patch({ state: 'closed', error, nextAttemptAt: undefined });
  }

  /** Now rather than when it was planned: the network is back. */
  hurry(): void {
    if (this.status.get().state === 'offline') void this.open();
  }

  /** The network is gone: waiting for the connection to notice helps nobody. */
  cut(error = LyceumError.offline()): void {
    if (!['connected', 'connecting'].includes(this.status.get().state)) return;
    this.drop();
    this.later(error);
  }

  ask(command: string, payload: unknown, answered: (answer: Answer<unknown>) => void): void {
    this.link?.ask(command, payload, answered);
  }

  private async open(refused?: LyceumError): Promise<void> {
    this.drop();
    const turn = this.turn;
    this.status.patch({ state: 'connecting', nextAttemptAt: undefined });
    try {
      const auth = await this.credentials.link(refused);
      if (turn !== this.turn) return;
      this.link = this.openLink(this.url, auth, {
        fact: (name, data) => {
          if (turn === this.turn) this.hear(name, data);
        },
        down: (error) => {
          if (turn === this.turn) this.lose(this.farewell ?? error ?? LyceumError.offline());
        },
      });
    } catch (error) {
      if (turn === this.turn) this.refuse(error);
    }
  }

  /** There is no token. Where that is the server's word, or the app's, it is final; a network that is away is not. */
  private refuse(thrown: unknown): void {
    const error = LyceumError.from(thrown);
    if (thrown instanceof LyceumError && verdictOn(error) !== 'later') this.close(error);
    else this.later(error);
  }

  private hear(name: string, data: unknown): void {
    if (name === 'hello') this.greet(data as Hello);
    else if (name === 'server:draining') {
      this.drainedAt = Date.now() + (data as SessionFacts['server:draining']).reconnectInMs;
    } else if (name === 'error') {
      const { event, code, message } = data as SessionFacts['error'];
      if (event === null) this.farewell = new LyceumError({ code, message, retryable: false });
    }
    this.events.fact(name, data);
  }

  private greet(hello: Hello): void {
    const before = this.me.get();
    if (before !== undefined && before.id !== hello.user.id) {
      // What waits to be sent is another person's.
      const message = 'Somebody else is signed in now. Make a new client.';
      this.close(new LyceumError({ code: 'IDENTITY_CONFLICT', message, retryable: false }));
      return;
    }
    this.connectedAt = Date.now();
    this.renewed = false;
    this.drainedAt = 0;
    this.me.set(hello.user);
    this.limits.set(hello.limits);
    this.status.patch({ state: 'connected', error: undefined, nextAttemptAt: undefined });
    this.events.connected(hello);
  }

  private lose(error: LyceumError): void {
    this.drop();
    const verdict = verdictOn(error);
    if (verdict === 'later') this.later(error);
    else if (verdict === 'never' || this.renewed) this.close(error);
    else {
      this.renewed = true;
      void this.open(error);
    }
  }

  private later(error: LyceumError): void {
    const wait = Math.max(backoff(this.attempt), error.retryAfterMs ?? 0, this.drainedAt - Date.now());
    this.attempt += 1;
    this.status.patch({ state: 'offline', error, nextAttemptAt: Date.now() + wait });
    this.timer = setTimeout(() => void this.open(), wait);
  }

  /** Forgets the connection, or the one that is being made. */
  private drop(): void {
    this.turn += 1;
    clearTimeout(this.timer);
    this.farewell = undefined;
    if (this.connectedAt !== undefined && Date.now() - this.connectedAt > STEADY_MS) this.attempt = 0;
    this.connectedAt = undefined;
    const { link } = this;
    this.link = undefined;
    link?.close();
    if (link !== undefined) this.events.lost();
  }
}

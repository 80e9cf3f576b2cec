import type { AnswerOf, CommandName, FactData, FactName, Hello, PayloadOf, User } from '../../../src/protocol/index.js';
import type { ConnectionStatus } from './connection-status.js';
import type { Http } from './http.js';
import type { ClientLogger } from './surroundings.js';
import type { Store } from './store.js';

/** How one request is made. */
export interface RequestOptions {
  /** How long it waits for its answer; by default as the client's options say. */
  timeoutMs?: number;
  /** Gives up waiting for the answer. */
  signal?: AbortSignal;
}

/**
 * What each area of the client (rooms, presence, calls…) stands on. An area is a class that takes the wire, hears its facts and asks its
 * commands; the client makes one of each.
 */
export interface Wire {
  /**
   * Asks, and waits for the one answer. Rejects with a `LyceumError`: `OFFLINE` at once where there is no connection. What may safely be
   * asked twice is tried again after errors that pass.
   */
  request<C extends CommandName>(command: C, payload: PayloadOf<C>, options?: RequestOptions): Promise<AnswerOf<C>>;
  /** Hears a fact until the returned function is called. */
  on<F extends FactName>(fact: F, listener: (data: FactData<F>) => void): () => void;
  /** Hears of each connect, the first and those after a loss: the time to ask anew what may have been missed. */
  onConnected(listener: (hello: Hello) => void): () => void;
  /** The connection as it is now. */
  readonly connection: Store<ConnectionStatus>;
  /** Who the server says we are; kept while the connection is lost. */
  readonly me: Store<User | undefined>;
  /** Requests over HTTP in the person's name. */
  readonly http: Http;
  readonly logger: ClientLogger;
}

import type { AppError } from '../../common/index.js';
import type { DialectName, FactData, FactName, RoomRef, User } from '../../protocol/index.js';
import type { Topic } from '../publisher/audience.js';
import type { Asker } from './asker.js';
import type { Identity } from './identity.js';

/**
 * One live connection of one person, whatever its transport and dialect: what command handlers get as
 * `@ConnectedSocket()`.
 */
export interface Connection extends Asker {
  readonly id: string;
  /** The same for all connections of one device; the connection's own id where the client names none. */
  readonly deviceId: string;
  readonly dialect: DialectName;
  readonly transport: 'websocket' | 'polling' | 'raw';
  readonly identity: Identity;
  /** By `performance.now()`. */
  readonly openedAt: number;
  /** False from the moment its transport closed. */
  readonly open: boolean;
  /** When the client last sent anything, by `performance.now()`; 0 before it did. */
  readonly lastCommandAt: number;
  /** Why it was dismissed, if it was. */
  readonly dismissal: AppError | undefined;

  /**
   * From now on facts of the room reach this connection, beginning with number `afterSeq + 1`: what was said
   * before it joined never does, even where it is still on its way.
   * @param moment by the database's clock, in microseconds, under the room's lock; see `Revocation`
   */
  enter(room: RoomRef, afterSeq: number, moment: number): void;
  /** The joined room has another code now; that of before still means it for this connection. */
  rename(room: RoomRef): void;
  /** From now on nothing of the room reaches this connection. */
  exit(roomId: string): void;
  /** As `exit`, for a reason of that moment: not if the connection has come in since. */
  exitIfSince(roomId: string, moment: number): void;
  /** From now on it hears of changes of the topic, until it closes or `unwatch`. Twice is once. */
  watch(topic: Topic): void;
  unwatch(topic: Topic): void;
  /** It was handed these messages of conversations of two: no fact that comes late tells it again. */
  handOut(messageIds: readonly string[]): void;
  /**
   * Called by the handler of a message when its place in the order is fixed: the next message of this connection need
   * not wait for the answer. Without the call it does.
   */
  passOn(): void;
  /** Whether its client would be sent the fact: its dialect has words for it. */
  understands<F extends FactName>(name: F, data: FactData<F>): boolean;
  /** Shows the person's new name or role from now on. */
  become(user: User): void;
  /** Moves the expiry; the identity must be of the same user. */
  renew(identity: Identity): void;
  /** Says why, then closes the transport. */
  close(error: AppError): void;
  /** As `close`, because its right to be here is gone: what it said before and that still waits for its turn is not done any more. */
  dismiss(error: AppError): void;
  /** Whether the client answered a ping within the time, in milliseconds. */
  isAlive(withinMs: number): Promise<boolean>;
}

import type { FactData, FactName } from '../../protocol/index.js';
import type { Aside } from '../dialects/index.js';
import type { Audience } from './audience.js';

export interface PublishOptions {
  /** Dropped first under pressure: typing and the like. */
  volatile?: boolean;
  /** A durable fact of a room: its number there. Facts of one room leave in this order. */
  seq?: number;
  /**
   * For `people`, who never said from where on they hear the room: a number that it had reached before this was asked for. What is
   * missing in between may still be on its way from another node.
   */
  since?: number | undefined;
  /**
   * The connection that asked for it, where it was told that this may not have been done: one whose dialect takes the fact for the answer is
   * not told both.
   */
  deniedTo?: string;
  /** What some dialects show beside the fact. */
  aside?: Aside;
}

/** The only way anything reaches a client that did not ask. Never throws; returns at once. */
export abstract class Publisher {
  abstract publish<F extends FactName>(audience: Audience, name: F, data: FactData<F>, options?: PublishOptions): void;
}

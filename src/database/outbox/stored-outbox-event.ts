import type { OutboxEventMap, OutboxEventName } from '../../common/index.js';

/** An event as it stands in the outbox. */
export type StoredOutboxEvent<N extends OutboxEventName = OutboxEventName> = {
  [E in N]: {
    /** UUIDv7; the same however often it has to be handed on. */
    readonly id: string;
    readonly name: E;
    readonly data: OutboxEventMap[E];
    /** When it happened, by the database's clock. */
    readonly at: Date;
  };
}[N];

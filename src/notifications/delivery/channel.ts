export const CHANNELS = ['webhook', 'webpush', 'fcm'] as const;
export type ChannelName = (typeof CHANNELS)[number];

/** Something to be delivered. */
export interface NewDelivery {
  readonly channel: ChannelName;
  readonly targetId: string;
  /** Who has the target and perhaps others, which may be sent to a few at a time; by default each target is its own owner. */
  readonly ownerId?: string | null;
  /** Of what it tells: the same target gets the same event once, however often it is enqueued. */
  readonly eventId: string;
  /** What it is, for the log: the event's name, the notification's kind. */
  readonly kind: string;
  readonly payload: unknown;
  /** Takes the place of what waits for the same target under the same key. */
  readonly collapseKey?: string | null;
  /** Worth nothing from then on. */
  readonly expiresAt?: Date | null;
}

/** Something that is to be sent now. */
export interface Delivery {
  /** The same at every attempt: what the receiver tells repetitions by. */
  readonly id: string;
  readonly channel: ChannelName;
  readonly targetId: string;
  readonly eventId: string;
  readonly kind: string;
  readonly payload: unknown;
  readonly collapseKey: string | null;
  /** 1 for the first. */
  readonly attempt: number;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
}

/**
 * `retry`: it may work later, `afterMs` where the service said when. `gone`: the target is no more, and with it all that waits for it;
 * the channel removes it. `dead`: it will never work.
 */
export type Outcome =
  | { readonly outcome: 'delivered'; readonly status?: number }
  | { readonly outcome: 'retry'; readonly error: string; readonly status?: number; readonly afterMs?: number }
  | { readonly outcome: 'gone'; readonly error: string; readonly status?: number }
  | { readonly outcome: 'dead'; readonly error: string; readonly status?: number };

/** A way to targets. */
export interface Channel {
  readonly name: ChannelName;
  /**
   * Sends it, outside of every transaction. What it throws counts as `retry`. It must settle by itself long before half a minute is
   * over: by then somebody else tries the same delivery.
   */
  send(delivery: Delivery): Promise<Outcome>;
}

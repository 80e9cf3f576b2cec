/** Webhooks that administrators may have at once. */
export const WEBHOOKS = 50;
/** Deliveries of one answer of the log. */
export const DELIVERIES_LIMIT = 100;

/** What webhooks may ask for. `data` of each is what its name says happened, in the shapes of this protocol, without codes of rooms. */
export const WEBHOOK_EVENTS = [
  'message.created',
  'message.edited',
  'message.deleted',
  'room.created',
  'room.closed',
  'room.invited',
  'call.ringing',
  'call.answered',
  'call.ended',
  'help.offered',
  'help.updated',
  'file.uploaded',
  'user.created',
] as const;
export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number];

/** What is posted, signed as Standard Webhooks says. `ping` is a test's. */
export interface WebhookBody {
  type: WebhookEvent | 'ping';
  /** When it happened, ISO 8601. */
  timestamp: string;
  data: unknown;
}

/** An address of an app's own backend that is told of what happens. */
export interface Webhook {
  id: string;
  url: string;
  description: string;
  /** `*`: all of them, those of later versions too. */
  events: (WebhookEvent | '*')[];
  enabled: boolean;
  /** Why it was disabled, where nobody did that. */
  disabledReason: string | null;
  createdAt: string;
  /** The administrator's id; null where it was made from the command line. */
  createdBy: string | null;
  lastSuccessAt: string | null;
  /** Since when nothing has come through; null while it does. */
  failingSince: string | null;
  /** Until when the secret before the last rotation signs as well; null: it does not. */
  previousSecretUntil: string | null;
}

/** The only answers that show the secret: to making a webhook and to rotating its secret. */
export interface WebhookWithSecret extends Webhook {
  /** `whsec_` and 32 bytes in Base64. */
  secret: string;
}

export interface NewWebhook {
  url: string;
  events: (WebhookEvent | '*')[];
  /** At most 256 characters. */
  description?: string;
}

/** `enabled: true` forgets why it was disabled. */
export interface WebhookChange {
  url?: string;
  events?: (WebhookEvent | '*')[];
  description?: string;
  enabled?: boolean;
}

/** What came of a `ping`. */
export interface WebhookTest {
  delivered: boolean;
  /** What was answered; null: nothing was. */
  status: number | null;
  error: string | null;
  durationMs: number;
}

export const WEBHOOK_DELIVERY_STATES = ['pending', 'delivered', 'dead', 'withdrawn'] as const;
/** `dead`: it is not tried again until somebody replays it. */
export type WebhookDeliveryState = (typeof WEBHOOK_DELIVERY_STATES)[number];

/** An event on its way to a webhook, or what became of it. */
export interface WebhookDelivery {
  /** What the receiver sees as `webhook-id`. */
  id: string;
  event: string;
  state: WebhookDeliveryState;
  attempts: number;
  /** What was answered last; null: nothing was. */
  lastStatus: number | null;
  /** With the beginning of what the receiver answered, if anything. */
  lastError: string | null;
  createdAt: string;
  /** Null unless it is `pending`. */
  nextAttemptAt: string | null;
  finishedAt: string | null;
}

export interface WebhookDeliveryPage {
  /** Newest first. */
  deliveries: WebhookDelivery[];
  hasMore: boolean;
  /** Gives the next page, as `before`, where there is one. */
  cursor: string | null;
}

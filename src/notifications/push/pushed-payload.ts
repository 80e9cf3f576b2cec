import type { NotificationKind } from '../../protocol/index.js';

/** What is written down to be pushed: nothing secret, tokens are made when it is sent. */
export interface PushedPayload {
  readonly id: string;
  readonly kind: NotificationKind;
  readonly title: string;
  readonly body: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly urgent: boolean;
  /** It takes away what the device shows, instead of showing something. */
  readonly withdrawn: boolean;
}

/** Of a call that rings, so that the device can answer it. */
export interface Ringing {
  readonly callId: string;
  readonly callerId: string;
  readonly callKind: unknown;
}

/** Undefined where nothing rings: it is something else, or a call that is over. */
export function ringingOf({ kind, urgent, withdrawn, data }: PushedPayload): Ringing | undefined {
  const { callId, callKind, userId } = data;
  if (kind !== 'call' || !urgent || withdrawn || typeof callId !== 'string' || typeof userId !== 'string') return undefined;
  return { callId, callerId: userId, callKind };
}

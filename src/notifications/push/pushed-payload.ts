import { CALL_KINDS, type CallKind, type NotificationKind } from '../../protocol/index.js';

/** What is written down to be pushed: nothing secret, tokens are made when it is sent. */
export interface PushedPayload {
  readonly id: string;
  readonly kind: NotificationKind;
  readonly title: string;
  readonly body: string;
  readonly data: Record<string, unknown>;
  readonly urgent: boolean;
  /** It takes away what the device shows, instead of showing something. */
  readonly withdrawn: boolean;
}

/** Of a call that rings, so that the device can answer it. */
export interface Ringing {
  readonly callId: string;
  readonly callerId: string;
  readonly callKind: CallKind;
  readonly until: Date;
}

/** Undefined where nothing rings: it is something else, or a call that is over. */
export function ringingOf({ kind, urgent, withdrawn, data }: PushedPayload, until: Date | null): Ringing | undefined {
  const { callId, callKind, userId } = data;
  if (kind !== 'call' || !urgent || withdrawn || until === null) return undefined;
  const known = CALL_KINDS.find((one) => one === callKind);
  if (typeof callId !== 'string' || typeof userId !== 'string' || known === undefined) return undefined;
  return { callId, callerId: userId, callKind: known, until };
}

/** Purpose of the signed token that comes with the push of a call: whoever pushes signs it, calls verify it. */
export const CALL_TOKEN = 'call';

/** Who may answer which call by it, and the subscription it went to: with that one, the right to answer ends. */
export interface CallTokenClaims extends Readonly<Record<string, string>> {
  readonly callId: string;
  readonly userId: string;
  readonly subscriptionId: string;
}

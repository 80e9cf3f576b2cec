/**
 * Access that was taken away. It has to reach every live connection it concerns, on every node. `moment` is the database's clock
 * in microseconds since 1970, read under the lock that guards the access: whoever got it anew has a later one, whatever
 * the clocks of the nodes say.
 */
export type Revocation =
  /** The person is no longer in the room: left, kicked or banned. */
  | { readonly kind: 'room'; readonly userId: string; readonly roomId: string; readonly moment: number }
  /** One login session is over. */
  | { readonly kind: 'session'; readonly userId: string; readonly sessionId: string; readonly moment: number }
  /** All that the person had until then is over, but for one login session; `banned`: because the account is. */
  | {
      readonly kind: 'user';
      readonly userId: string;
      readonly exceptSessionId: string | null;
      readonly banned: boolean;
      readonly moment: number;
    }
  /** The connections that the person has are to be closed; they may come back. */
  | { readonly kind: 'connections'; readonly userId: string; readonly moment: number }
  /** The person's role or name is another one; what they have stays. */
  | { readonly kind: 'profile'; readonly userId: string; readonly moment: number };

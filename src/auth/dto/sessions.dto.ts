import type { PayloadOf } from '../../protocol/index.js';

/** `auth:sessions` asks nothing. */
export class SessionsDto implements PayloadOf<'auth:sessions'> {
  readonly [field: string]: never;
}

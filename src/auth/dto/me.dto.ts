import type { PayloadOf } from '../../protocol/index.js';

/** `auth:me` asks nothing. */
export class MeDto implements PayloadOf<'auth:me'> {
  readonly [field: string]: never;
}

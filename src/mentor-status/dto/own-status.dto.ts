import type { PayloadOf } from '../../protocol/index.js';

/** `mentors:get` asks nothing. */
export class OwnStatusDto implements PayloadOf<'mentors:get'> {
  readonly [field: string]: never;
}

import type { PayloadOf } from '../../../protocol/index.js';

/** `rooms:blocks` asks nothing. */
export class BlocksDto implements PayloadOf<'rooms:blocks'> {
  readonly [field: string]: never;
}

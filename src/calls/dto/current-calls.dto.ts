import type { PayloadOf } from '../../protocol/index.js';

/** `calls:current` asks nothing. */
export class CurrentCallsDto implements PayloadOf<'calls:current'> {
  readonly [field: string]: never;
}

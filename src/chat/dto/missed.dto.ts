import type { PayloadOf } from '../../protocol/index.js';

/** `chat:missed` asks nothing. */
export class MissedDto implements PayloadOf<'chat:missed'> {
  readonly [field: string]: never;
}

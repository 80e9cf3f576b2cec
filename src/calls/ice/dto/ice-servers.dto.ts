import type { PayloadOf } from '../../../protocol/index.js';

/** `calls:ice-servers` asks nothing. */
export class IceServersDto implements PayloadOf<'calls:ice-servers'> {
  readonly [field: string]: never;
}

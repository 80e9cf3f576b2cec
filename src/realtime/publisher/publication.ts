import type { FactName } from '../../protocol/index.js';
import type { Aside } from '../dialects/index.js';
import type { Audience } from './audience.js';

/** A canonical fact on its way, as it also travels between nodes. */
export interface Publication {
  readonly audience: Audience;
  readonly name: FactName;
  readonly data: object;
  /** For dialects that show it. */
  readonly aside?: Aside;
  readonly isVolatile: boolean;
  /** A connection that was told that this may not have been done. */
  readonly deniedTo?: string;
  /** The room's number of a durable fact. */
  readonly seq: number | null;
  /** A number that the room had reached, and told, before this was asked for; where it is not known, the one before `seq`. */
  readonly since?: number;
  /** Milliseconds since 1970, by the clock of the node it comes from. */
  readonly saidAt: number;
}

/** What another node sent may be anything. */
export function isPublication(value: Partial<Publication> | null): boolean {
  const { audience, name, data } = value ?? {};
  return typeof audience === 'object' && typeof name === 'string' && typeof data === 'object' && (data as object | null) !== null;
}

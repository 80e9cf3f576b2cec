import type { PresenceRecord } from '../common/index.js';
import type { User } from '../protocol/index.js';

/** Who said last whether they are away. */
export interface SaidAway {
  /** With which of their choices. */
  readonly revision: number;
  /** The device that said so; null: they are not, or are back since. */
  readonly by: string | null;
}

/** Somebody who has connections on a node, as that node tells the others. */
export interface PresenceEntry {
  readonly user: User;
  readonly devices: readonly string[];
  /** Ids of the rooms that these connections are in. */
  readonly rooms: readonly string[];
  readonly record: PresenceRecord;
  /** No device there has done anything for long. */
  readonly idle: boolean;
  readonly said: SaidAway;
}

/** Of two nodes that know different things of one choice, one has seen them come back. */
export function laterOf(one: SaidAway, other: SaidAway): SaidAway {
  if (one.revision !== other.revision) return one.revision > other.revision ? one : other;
  return one.by === null ? one : other;
}

/** As far as another version could have it otherwise. */
export function isPresenceEntry(value: unknown): value is PresenceEntry {
  const { user, devices, rooms, record, idle, said } = (value ?? {}) as Partial<PresenceEntry>;
  return (
    typeof user?.id === 'string' &&
    typeof user.name === 'string' &&
    areTexts(devices) &&
    areTexts(rooms) &&
    typeof record?.revision === 'number' &&
    typeof idle === 'boolean' &&
    typeof said?.revision === 'number'
  );
}

function areTexts(values: unknown): boolean {
  return Array.isArray(values) && values.every((value) => typeof value === 'string');
}

import type { NotificationPreferences } from '../../protocol/index.js';
import { isQuiet } from '../preferences/quiet-hours.js';
import type { Told } from './told.js';

/** How it is with the person at this moment. */
export interface Circumstances {
  /** On any node. */
  readonly isHere: boolean;
  readonly preferences: NotificationPreferences;
  readonly now: Date;
}

/** Where a notice goes. */
export interface Decision {
  readonly feed: boolean;
  readonly push: boolean;
}

export function decide(
  { kind, onlyAbsent, expiresAt }: Pick<Told, 'kind' | 'onlyAbsent' | 'expiresAt'>,
  { isHere, preferences, now }: Circumstances,
): Decision {
  if (expiresAt !== null && Date.parse(expiresAt) <= now.getTime()) return { feed: false, push: false };
  const { kinds, quietHours } = preferences;
  return {
    feed: kinds[kind].feed && !(onlyAbsent && isHere),
    push: kinds[kind].push && !isHere && !(quietHours !== null && isQuiet(quietHours, now)),
  };
}

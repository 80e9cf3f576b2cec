import type { NotificationPreferences } from '../../protocol/index.js';
import { allowsPush } from '../preferences/allows-push.js';
import type { Told } from './told.js';

/** How it is with the person at this moment. */
export interface Circumstances {
  /** On any node; of a call that rings: on a device that it rings on. */
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
  return {
    feed: preferences.kinds[kind].feed && !(onlyAbsent && isHere),
    push: !isHere && allowsPush(preferences, kind, now),
  };
}

import type { NotificationKind, NotificationPreferences } from '../../protocol/index.js';
import { isQuiet } from './quiet-hours.js';

/** Whether who chose this has such things pushed at that moment. */
export function allowsPush({ kinds, quietHours }: NotificationPreferences, kind: NotificationKind, at: Date): boolean {
  return kinds[kind].push && !(quietHours !== null && isQuiet(quietHours, at));
}

import type { Asker } from '../../realtime/index.js';
import type { Administrator } from './administration.service.js';

/** Whoever asks, as the administrator they say they are: whether they are one is for the service to ask. */
export function adminOf({ user, address }: Asker): Administrator {
  return { adminId: user.id, address };
}

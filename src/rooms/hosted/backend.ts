import type { User } from '../../protocol/index.js';
import type { Asker } from '../../realtime/index.js';

const NO_ROOMS: Asker['rooms'] = new Map();

/** Nobody's id: neither a token nor an announcement can have it. */
const BACKEND: User = { id: '', username: null, name: 'The app', avatarUrl: null, role: 'admin', guest: false };

/** The app's own backend: about rooms it may do what an administrator of the app may. */
export function asBackend(): Asker {
  return { user: BACKEND, address: '', rooms: NO_ROOMS, byBackend: true };
}

/** The app's own backend in somebody's name: it may what they may, as often as its key may. */
export function inNameOf(user: User): Asker {
  return { user, address: '', rooms: NO_ROOMS, byBackend: true };
}

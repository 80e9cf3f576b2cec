import type { Audience } from '../../realtime/index.js';
import type { Pair } from './pair.js';

/** To whom goes what is said in a room: to those who joined it, in a direct room to both people wherever they are. */
export function audienceOf(roomId: string, pair: Pair | null, exceptConnection?: string): Audience {
  const except = exceptConnection === undefined ? {} : { exceptConnection };
  return pair === null ? { room: roomId, ...except } : { people: pair, inRoom: roomId, ...except };
}

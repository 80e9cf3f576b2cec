import type { Availability } from '../protocol/index.js';

/** Where a mentor stands, whatever they chose: gone past the grace, or here with or without room for one more student. */
type Place = 'gone' | 'full' | 'free';

/** What others see, by what the mentor chose. Coming makes nobody available: who was gone has `offline` chosen for them. */
const SHOWN = {
  available: { gone: 'offline', full: 'busy', free: 'available' },
  busy: { gone: 'offline', full: 'busy', free: 'busy' },
  offline: { gone: 'offline', full: 'offline', free: 'offline' },
} as const satisfies Record<Availability, Record<Place, Availability>>;

export interface MentorStanding {
  readonly chosen: Availability;
  /** A live device of theirs is connected, or was within the grace. */
  readonly isHere: boolean;
  /** Students whom they help now. */
  readonly load: number;
  readonly capacity: number;
}

export function shownAvailability({ chosen, isHere, load, capacity }: MentorStanding): Availability {
  return SHOWN[chosen][placeOf(isHere, load < capacity)];
}

function placeOf(isHere: boolean, hasRoom: boolean): Place {
  if (!isHere) return 'gone';
  return hasRoom ? 'free' : 'full';
}

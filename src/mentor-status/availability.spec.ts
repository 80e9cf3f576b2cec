import { describe, expect, it } from '@jest/globals';
import { AVAILABILITIES } from '../protocol/index.js';
import { shownAvailability } from './availability.js';

describe('what is shown of a mentor', () => {
  it.each([
    { chosen: 'available', isHere: true, load: 0, capacity: 1, shown: 'available' },
    { chosen: 'available', isHere: true, load: 1, capacity: 2, shown: 'available' },
    { chosen: 'available', isHere: true, load: 1, capacity: 1, shown: 'busy' },
    // The capacity was lowered meanwhile.
    { chosen: 'available', isHere: true, load: 3, capacity: 2, shown: 'busy' },
    { chosen: 'available', isHere: false, load: 0, capacity: 1, shown: 'offline' },
    { chosen: 'available', isHere: false, load: 1, capacity: 1, shown: 'offline' },
    { chosen: 'busy', isHere: true, load: 0, capacity: 1, shown: 'busy' },
    { chosen: 'busy', isHere: true, load: 1, capacity: 1, shown: 'busy' },
    { chosen: 'busy', isHere: false, load: 0, capacity: 1, shown: 'offline' },
    { chosen: 'offline', isHere: true, load: 0, capacity: 1, shown: 'offline' },
    { chosen: 'offline', isHere: true, load: 1, capacity: 1, shown: 'offline' },
    { chosen: 'offline', isHere: false, load: 0, capacity: 1, shown: 'offline' },
  ] as const)('is $shown who chose $chosen, here: $isHere, with $load of $capacity students', ({ shown, ...standing }) => {
    expect(shownAvailability(standing)).toBe(shown);
  });

  it('is never more than was chosen', () => {
    const rank = (availability: (typeof AVAILABILITIES)[number]) => AVAILABILITIES.indexOf(availability);
    for (const chosen of AVAILABILITIES) {
      for (const isHere of [true, false]) {
        for (const load of [0, 1, 2]) {
          expect(rank(shownAvailability({ chosen, isHere, load, capacity: 1 }))).toBeGreaterThanOrEqual(rank(chosen));
        }
      }
    }
  });
});

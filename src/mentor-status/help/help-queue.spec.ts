import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { URGENCIES } from '../../protocol/index.js';
import { etaSeconds } from './help-eta.js';
import { inOrder, lineOf, positionsIn, rankOf, type Standing } from './help-queue.js';

const standing = fc.record({
  id: fc.uuid(),
  urgency: fc.constantFrom(...URGENCIES),
  requestedAt: fc.integer({ min: 0, max: 5 }).map((ms) => new Date(ms)),
  subjectKey: fc.constantFrom('algebra', 'physics'),
  targetId: fc.constantFrom(null, 'mia', 'noah'),
});
const queues = fc.uniqueArray(standing, { selector: ({ id }) => id, maxLength: 30 });
const A: Standing = { id: 'a', urgency: 'medium', requestedAt: new Date(1_000), subjectKey: 'algebra', targetId: null };

describe('the order of help requests', () => {
  it('is by urgency, and first come, first helped within it', () => {
    fc.assert(
      fc.property(queues, (requests) => {
        const sorted = [...requests].sort(inOrder);
        for (const [index, later] of sorted.entries()) {
          const earlier = sorted[index - 1];
          if (earlier === undefined) continue;
          expect(rankOf(earlier.urgency)).toBeGreaterThanOrEqual(rankOf(later.urgency));
          if (earlier.urgency === later.urgency) {
            expect(earlier.requestedAt.getTime()).toBeLessThanOrEqual(later.requestedAt.getTime());
          }
        }
      }),
    );
  });

  it('does not depend on the order in which they are read', () => {
    fc.assert(
      fc.property(queues, fc.infiniteStream(fc.nat()), (requests, noise) => {
        const shuffled = requests
          .map((request) => ({ request, key: noise.next().value as number }))
          .sort((one, other) => one.key - other.key)
          .map(({ request }) => request);
        expect([...shuffled].sort(inOrder)).toEqual([...requests].sort(inOrder));
      }),
    );
  });

  it('gives a request that comes back its old place', () => {
    fc.assert(
      fc.property(queues, standing, (others, back) => {
        const before = positionsIn([...others.filter(({ id }) => id !== back.id), back]).get(back.id);
        // Others of the line may have come while it was being helped with.
        const newcomer = { ...back, id: `${back.id}-later`, requestedAt: new Date(back.requestedAt.getTime() + 1) };
        expect(positionsIn([newcomer, ...others.filter(({ id }) => id !== back.id), back]).get(back.id)).toBe(before);
      }),
    );
  });
});

describe('places in the queue', () => {
  it('are 1, 2, 3 … in each line', () => {
    fc.assert(
      fc.property(queues, (requests) => {
        const positions = positionsIn(requests);
        for (const line of new Set(requests.map(lineOf))) {
          const places = requests.filter((request) => lineOf(request) === line).map(({ id }) => positions.get(id)!);
          expect(places.sort((one, other) => one - other)).toEqual(places.map((_, index) => index + 1));
        }
      }),
    );
  });

  it('are taken from those who ask for the same subject, or the same mentor', () => {
    const b: Standing = { ...A, id: 'b', urgency: 'high', requestedAt: new Date(2_000) };
    const toMia: Standing = { ...A, id: 'c', targetId: 'mia', requestedAt: new Date(0) };
    const physics: Standing = { ...A, id: 'd', subjectKey: 'physics' };
    expect(positionsIn([A, b, toMia, physics])).toEqual(
      new Map([
        ['a', 2],
        ['b', 1],
        ['c', 1],
        ['d', 1],
      ]),
    );
  });
});

describe('how long somebody will still wait', () => {
  it('is what those still waited who had waited as long', () => {
    expect(etaSeconds([10, 60, 120], 0)).toBe(60);
    expect(etaSeconds([10, 60, 120], 20)).toBe(70);
    expect(etaSeconds([10, 61.5], 0)).toBe(36);
  });

  it('is not known where nobody waited, or nobody so long', () => {
    expect(etaSeconds([], 0)).toBeNull();
    expect(etaSeconds([10, 60], 60)).toBeNull();
  });

  it('is more than nothing, and never past the longest wait', () => {
    const waits = fc.array(fc.integer({ min: 0, max: 10_000 }), { maxLength: 50 });
    fc.assert(
      fc.property(waits, fc.nat(10_000), (recent, waited) => {
        const eta = etaSeconds(recent, waited);
        if (eta === null) expect(Math.max(0, ...recent)).toBeLessThanOrEqual(waited);
        else {
          expect(eta).toBeGreaterThan(0);
          expect(waited + eta).toBeLessThanOrEqual(Math.max(...recent));
        }
      }),
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { HELP_STATES, type HelpState } from '../../protocol/index.js';
import { afterEvent, HELP_EVENTS, isOver, isQueued, type HelpEvent } from './help-state.js';

const histories = fc.array(fc.constantFrom(...HELP_EVENTS), { maxLength: 60 });

/** The states that a new request goes through; what can't happen changes nothing. */
function lifeOf(events: readonly HelpEvent[]): HelpState[] {
  const states: HelpState[] = ['waiting'];
  for (const event of events) {
    const next = afterEvent(states.at(-1)!, event);
    if (next !== undefined) states.push(next);
  }
  return states;
}

describe('the states of a help request', () => {
  it('end once, and nothing happens after the end', () => {
    fc.assert(
      fc.property(histories, (events) => {
        const ends = lifeOf(events).filter(isOver);
        expect(ends.length).toBeLessThanOrEqual(1);
        if (ends.length === 1) expect(lifeOf([...events, ...HELP_EVENTS]).at(-1)).toBe(ends[0]);
      }),
    );
  });

  it('have one winner: between two acceptances the request came back to the queue', () => {
    fc.assert(
      fc.property(histories, (events) => {
        const states = lifeOf(events);
        const wins = states.flatMap((state, index) => (state === 'active' ? [index] : []));
        for (const [nth, index] of wins.entries()) {
          expect(states[index - 1]).toBe('offered');
          if (nth > 0) expect(states.slice(wins[nth - 1], index)).toContain('waiting');
        }
      }),
    );
  });

  it('let nobody accept or refuse what they are not asked, and nobody resolve what was not accepted', () => {
    expect(HELP_STATES.filter((state) => afterEvent(state, 'accept') !== undefined)).toEqual(['offered']);
    expect(HELP_STATES.filter((state) => afterEvent(state, 'refuse') !== undefined)).toEqual(['offered']);
    expect(HELP_STATES.filter((state) => afterEvent(state, 'resolve') !== undefined)).toEqual(['active']);
  });

  it('can all be reached, and lead to an end from wherever they are', () => {
    expect(HELP_STATES.filter(isOver)).toEqual(['resolved', 'cancelled', 'expired', 'declined']);
    expect(HELP_STATES.filter(isQueued)).toEqual(['waiting', 'offered']);
    const reached = new Set<HelpState>(['waiting']);
    for (const state of reached) {
      for (const event of HELP_EVENTS) {
        const next = afterEvent(state, event);
        if (next !== undefined) reached.add(next);
      }
      if (!isOver(state)) expect(afterEvent(state, 'cancel')).toBe('cancelled');
    }
    expect([...reached].sort()).toEqual([...HELP_STATES].sort());
  });
});

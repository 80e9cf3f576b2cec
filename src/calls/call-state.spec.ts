import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CALL_STATES, type CallState } from '../protocol/index.js';
import { CALL_TABLE, hangUp, outcomeOf, tooLate, type CallEvent } from './call-state.js';

const EVENTS = [...new Set(Object.values(CALL_TABLE).flatMap((row) => Object.keys(row)))] as CallEvent[];
const someEvents = fc.array(fc.constantFrom(...EVENTS), { maxLength: 30 });

/** What a call makes of events, one after the other: its states, and which of the events counted. */
function live(events: readonly CallEvent[]): { states: CallState[]; counted: CallEvent[]; reasons: string[] } {
  const states: CallState[] = ['ringing'];
  const counted: CallEvent[] = [];
  const reasons: string[] = [];
  for (const event of events) {
    const outcome = outcomeOf(states.at(-1) ?? 'ringing', event);
    if (outcome === undefined) continue;
    counted.push(event);
    states.push(outcome.state);
    if (outcome.state === 'ended') reasons.push(outcome.endReason);
  }
  return { states, counted, reasons };
}

describe('the life of a call', () => {
  it('has one end, and nothing happens after it', () => {
    fc.assert(
      fc.property(someEvents, (events) => {
        const { states, reasons } = live(events);
        expect(states.indexOf('ended')).toBe(reasons.length === 0 ? -1 : states.length - 1);
        expect(reasons.length).toBeLessThanOrEqual(1);
      }),
    );
    expect(CALL_TABLE.ended).toEqual({});
  });

  it('only goes on: no state comes twice', () => {
    fc.assert(
      fc.property(someEvents, (events) => {
        const places = live(events).states.map((state) => CALL_STATES.indexOf(state));
        expect(places).toEqual([...new Set(places)].toSorted((one, other) => one - other));
      }),
    );
  });

  it('has one winner, whoever accepts, rejects and cancels in whatever order', () => {
    const hurried = fc.array(fc.constantFrom<CallEvent>('accept', 'reject', 'cancel', 'expire'), { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(hurried, (events) => {
        expect(live(events).counted).toEqual([events[0]]);
      }),
    );
  });

  it('is active only after it was accepted and answered', () => {
    fc.assert(
      fc.property(someEvents, (events) => {
        const { states, counted } = live(events);
        if (states.includes('active')) expect(counted.slice(0, 2)).toEqual(['accept', 'answer']);
      }),
    );
  });

  it('can be hung up from every live state, by either of the two, in one way', () => {
    const lives = CALL_STATES.filter((state) => state !== 'ended');
    fc.assert(
      fc.property(fc.constantFrom(...lives), fc.boolean(), (state, isCaller) => {
        expect(outcomeOf(state, hangUp(state, isCaller))).toMatchObject({ state: 'ended' });
      }),
    );
    expect(lives.map((state) => [hangUp(state, true), hangUp(state, false)])).toEqual([
      ['cancel', 'reject'],
      ['complete', 'complete'],
      ['complete', 'complete'],
    ]);
  });

  it('ends of every live state when a party is lost, and of no other when time runs out than of ringing', () => {
    expect(CALL_STATES.filter((state) => outcomeOf(state, 'lose') !== undefined)).toEqual(['ringing', 'connecting', 'active']);
    expect(CALL_STATES.filter((state) => outcomeOf(state, 'expire') !== undefined)).toEqual(['ringing']);
  });

  it('says to who comes too late what has become of it', () => {
    expect(CALL_STATES.map(tooLate)).toEqual(['CALL_ANSWERED', 'CALL_ANSWERED', 'CALL_ANSWERED', 'CALL_ENDED']);
  });
});

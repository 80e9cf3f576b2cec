import { describe, expect, it } from '@jest/globals';
import { OtherNodes } from './other-nodes.js';

const SILENCE_MS = 20_000;

describe('OtherNodes', () => {
  /** Reads in each second, and hears these. */
  function live(nodes: OtherNodes, fromS: number, toS: number, ...heard: string[]): string[] {
    const gone: string[] = [];
    for (let second = fromS; second <= toS; second += 1) {
      for (const node of heard) nodes.heard(node, second * 1_000);
      gone.push(...nodes.forgetSilent(second * 1_000));
    }
    return gone;
  }

  it('are forgotten, once, when they were silent for too long', () => {
    const nodes = new OtherNodes(SILENCE_MS);
    live(nodes, 0, 1, 'a', 'b');
    expect(live(nodes, 2, 20, 'b')).toEqual([]);
    expect(live(nodes, 21, 60, 'b')).toEqual(['a']);
    expect(nodes.has('a')).toBe(false);
    expect(nodes.has('b')).toBe(true);
  });

  it('are not forgotten for a time in which nobody could be heard', () => {
    const nodes = new OtherNodes(SILENCE_MS);
    live(nodes, 0, 1, 'a');
    expect(live(nodes, 100, 119)).toEqual([]);
    expect(live(nodes, 120, 130)).toEqual(['a']);
  });

  it('that were heard long ago only are not there from the start', () => {
    const nodes = new OtherNodes(SILENCE_MS);
    nodes.heard('dead', -30_000);
    nodes.heard('alive', -1_000);
    expect(nodes.forgetSilent(0)).toEqual(['dead']);
    expect(nodes.has('alive')).toBe(true);
  });

  it('are before or behind a node by their ids', () => {
    const nodes = new OtherNodes(SILENCE_MS);
    nodes.heard('c', 0);
    expect([nodes.areAllBehind('b'), nodes.areAllBehind('d')]).toEqual([true, false]);
    nodes.gone('c');
    expect(nodes.areAllBehind('d')).toBe(true);
  });

  it('that fell silent were last heard of then; those that said goodbye, or go on, are not silent', () => {
    const nodes = new OtherNodes(SILENCE_MS);
    live(nodes, 0, 10, 'silent', 'leaves', 'stays');
    expect(nodes.wasHeardSince('silent', 10_000)).toBe(true);
    nodes.gone('leaves');
    live(nodes, 11, 29, 'stays');
    expect(nodes.wasHeardSince('silent', 10_001)).toBe(false);
    expect(nodes.wasHeardSince('leaves', 0)).toBe(false);
    expect(live(nodes, 30, 31, 'stays')).toEqual(['silent']);
    const silentSince = Date.now() - 21_000;
    expect(Math.abs(Number(nodes.lastSignOf('silent')) - silentSince)).toBeLessThan(1_000);
    expect([nodes.lastSignOf('leaves'), nodes.lastSignOf('stays')]).toEqual([undefined, undefined]);
  });

  it('have told all by a time when they live on behind what this node wrote later, and nothing of them is missing', () => {
    const nodes = new OtherNodes(SILENCE_MS);
    nodes.isWhole('a');
    expect(nodes.hasAllSaidBy('a', 0)).toBe(false);
    nodes.wroteSign(1, 1_000);
    nodes.wroteSign(2, 2_000);
    nodes.isWhole('a');
    expect(nodes.hasAllSaidBy('a', 500)).toBe(false);
    nodes.readSign(1);
    expect(nodes.hasAllSaidBy('a', 500)).toBe(false);
    nodes.isWhole('a');
    expect([nodes.hasAllSaidBy('a', 1_000), nodes.hasAllSaidBy('a', 1_001), nodes.hasAllSaidBy('b', 0)]).toEqual([
      true,
      false,
      false,
    ]);
    // The first was lost with Redis; a node that is gone says nothing.
    nodes.wroteSign(3, 3_000);
    nodes.readSign(3);
    nodes.isWhole('a');
    expect(nodes.hasAllSaidBy('a', 3_000)).toBe(true);
    nodes.gone('a');
    expect(nodes.hasAllSaidBy('a', 0)).toBe(false);
  });
});

import { describe, expect, it } from '@jest/globals';
import { check, type Expectations, type Kind } from './checker.js';
import type { Attempt, Evidence, History, Moment, PersonLog, Send, Stay, Stored, Told } from './log.js';

const ROOM = 'room';
const told = (seq: number, more: Partial<Told> = {}): Told => ({
  room: ROOM,
  seq,
  id: `id-${seq}`,
  text: `text ${seq}`,
  ...more,
});
const stored = (seq: number, more: Partial<Stored> = {}): Stored => {
  return { ...told(seq), sender: 'ana', clientId: `c-${seq}`, ...more };
};
const ok = (seq: number, more: Partial<Attempt> = {}): Attempt => {
  return { node: 'one', at: 1_000 * seq, ms: 5, outcome: 'ok', answer: { id: `id-${seq}`, seq }, ...more };
};
const unknown: Attempt = { node: 'one', at: 0, ms: 5, outcome: 'unknown' };
const send = (seq: number, attempts: Attempt[] = [ok(seq)]): Send => {
  return { room: ROOM, sender: 'ana', clientId: `c-${seq}`, text: `text ${seq}`, attempts };
};
const joined: Moment[] = [
  { kind: 'asks to join', room: ROOM, at: 0 },
  { kind: 'joined', room: ROOM, at: 1 },
];
const left: Moment = { kind: 'left', room: ROOM, at: 9_000 };
const live = (seq: number, more: Partial<Told> = {}): Moment => ({ kind: 'live', message: told(seq, more), at: 1_000 * seq + 5 });
const stay = (...moments: Moment[]): Stay => ({ node: 'one', moments: [...joined, ...moments] });
const ana = (sends: Send[]): PersonLog => ({ person: 'ana', sends, stays: [] });
const ben = (stays: Stay[], synced: Told[] = []): PersonLog => ({ person: 'ben', sends: [], stays, synced });
const history = (...messages: Told[]): History => ({ node: 'two', room: ROOM, messages });

/** Three messages, all of them answered, heard and told. */
function well(changed: Partial<Evidence> = {}): Evidence {
  return {
    stored: [stored(1), stored(2), stored(3)],
    histories: [history(told(1), told(2), told(3))],
    people: [ana([send(1), send(2), send(3)]), ben([stay(live(1), live(2), live(3))])],
    ...changed,
  };
}
const kinds = (evidence: Evidence, expectations?: Expectations): Kind[] => check(evidence, expectations).map(({ kind }) => kind);
const heardBy = (...stays: Stay[]) => well({ people: [ben(stays, [told(1), told(2), told(3)])] });

describe('the history checker', () => {
  it('finds nothing where all is well', () => {
    expect(check(well(), { sameNodeLive: true })).toEqual([]);
  });

  it('lets be what nobody can know: an attempt without an answer, stored or not', () => {
    const sends = [send(1), send(2, [unknown, ok(2)]), send(3, [unknown]), send(4, [unknown])];
    expect(check(well({ people: [ana(sends)] }), { allAnswered: false })).toEqual([]);
  });

  it('lets sync give what was not heard live', () => {
    expect(check(well({ people: [ben([stay(live(3))], [told(1), told(2)])] }))).toEqual([]);
  });

  it.each<[Kind, string, Evidence]>([
    ['lost', 'an answered message that is not stored', well({ people: [ana([send(4)])] })],
    [
      'false ok',
      'an answer whose number is another’s',
      well({ people: [ana([send(1, [ok(1, { answer: { id: 'id-1', seq: 2 } })])])] }),
    ],
    [
      'false ok',
      'an answered message that is stored with other words',
      well({ people: [ana([{ ...send(1), text: 'something else' }])] }),
    ],
    ['gap', 'a number that is missing', well({ stored: [stored(1), stored(3)], histories: [], people: [] })],
    [
      'gap',
      'a number given twice',
      well({ stored: [stored(1), stored(1, { id: 'x', clientId: 'x' })], histories: [], people: [] }),
    ],
    ['gap', 'a room that does not begin with 1', well({ stored: [stored(2)], histories: [], people: [] })],
    [
      'duplicate',
      'two messages of one client id',
      well({ stored: [stored(1), stored(2, { clientId: 'c-1' })], histories: [], people: [] }),
    ],
    [
      'two answers',
      'a repeat that was answered with another number',
      well({
        stored: [stored(1), stored(2, { text: 'text 1', clientId: 'c-1', sender: 'ana' })],
        ...{ histories: [], people: [ana([send(1, [ok(1), ok(2)])])] },
      }),
    ],
    ['not in history', 'something heard that was never said', heardBy(stay(live(4)))],
    ['not in history', 'something heard with another number', heardBy(stay(live(1, { seq: 2 })))],
    ['not in history', 'something synced that was never said', well({ people: [ben([], [told(9)])] })],
    ['twice live', 'a message that one connection heard twice', heardBy(stay(live(1), live(1)))],
    ['hole', 'a message neither heard nor given by sync', well({ people: [ben([stay(live(1), live(3))])] })],
    ['order', 'a node that tells another order', well({ histories: [history(told(2), told(1), told(3))] })],
    ['order', 'a node that leaves something out at the end', well({ histories: [history(told(1), told(2))] })],
    ['order', 'a node that tells too much', well({ histories: [history(told(1), told(2), told(3), told(4))] })],
    [
      'refused',
      'an error after which trying again is no use',
      well({ people: [ana([send(1, [{ ...unknown, outcome: 'failed', code: 'NOT_A_MEMBER', retryable: false }, ok(1)])])] }),
    ],
    ['never answered', 'a message that was tried in vain', well({ people: [ana([send(1, [unknown, unknown])])] })],
    [
      'silence',
      'a question that was never answered',
      well({ people: [ana([send(1, [{ ...unknown, code: 'silence' }, ok(1)])])] }),
    ],
    ['answered again', 'a question answered twice', heardBy(stay({ kind: 'answered again', what: 'number 7', at: 3 }))],
    ['after leaving', 'a message heard after leaving', heardBy(stay(live(1), left, live(2)))],
    ['after leaving', 'a message heard before joining', heardBy({ node: 'one', moments: [live(1), ...joined] })],
  ])('finds: %s (%s)', (kind, _what, evidence) => {
    expect(new Set(kinds(evidence))).toContain(kind);
  });

  it('finds a message that somebody on the sender’s node did not hear live, where that must not be', () => {
    const synced = well({ people: [ana([send(1), send(2)]), ben([stay(live(2), live(3))], [told(1)])] });
    expect(kinds(synced)).toEqual([]);
    expect(kinds(synced, { sameNodeLive: true })).toEqual(['hole']);
  });

  it.each([
    ['whose connection is to another node', { ...stay(live(2), live(3)), node: 'two' }],
    ['whose connection ended at that time', { ...stay(live(2), live(3)), endedAt: 1_003 }],
    [
      'who was leaving',
      stay(
        { kind: 'asks to leave', room: ROOM, at: 1_003 },
        { ...left, at: 3_000 },
        { kind: 'joined', room: ROOM, at: 3_500 },
        live(2),
        live(3),
      ),
    ],
  ])('does not ask that of somebody %s', (_who, one: Stay) => {
    const evidence = well({ people: [ana([send(1)]), ben([one], [told(1)])] });
    expect(kinds(evidence, { sameNodeLive: true })).not.toContain('hole');
  });
});

import type { Attempt, Moment, PersonLog, Send } from './log.js';

/** What logs say of how well people were served, in numbers. */

/** Milliseconds from the first attempt to the answer, of everything answered that these first attempts fit. */
export function answerTimes(people: readonly PersonLog[], fits: (first: Attempt) => boolean = () => true): number[] {
  return sendsOf(people).flatMap(({ attempts }) => {
    const [first] = attempts;
    const last = attempts.find(({ outcome }) => outcome === 'ok');
    return first !== undefined && last !== undefined && fits(first) ? last.at + last.ms - first.at : [];
  });
}

/** Longest time that an answer took which says that it could not be done. */
export function slowestRefusal(people: readonly PersonLog[]): number {
  return greatest(attemptsOf(people).flatMap(({ outcome, ms }) => (outcome === 'failed' ? ms : [])));
}

/** How long after that moment people were still told that something can't be done. */
export function failingFor(people: readonly PersonLog[], since: number): number {
  const failures = attemptsOf(people).filter(({ outcome }) => outcome !== 'ok');
  return greatest(failures.map(({ at, ms }) => at + ms - since));
}

/** How long after that moment each node's people heard somebody live who was answered on another node. */
export function apartFor(people: readonly PersonLog[], since: number, nodes: readonly string[]): number {
  const saidOn = new Map<string, string>();
  for (const { answer, node } of attemptsOf(people)) if (answer !== undefined) saidOn.set(answer.id, node);
  return greatest(
    nodes.map((node) => {
      const heard = livesOn(people, node).filter(({ message, at }) => at > since && (saidOn.get(message.id) ?? node) !== node);
      return Math.min(...heard.map(({ at }) => at - since));
    }),
  );
}

export function counted(people: readonly PersonLog[], outcome: Attempt['outcome']): number {
  return attemptsOf(people).filter((attempt) => attempt.outcome === outcome).length;
}

/** The value below which that share of them is; throws at none, which would keep every bound. */
export function percentile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new Error('Nothing was measured');
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
}

function greatest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}

function livesOn(people: readonly PersonLog[], node: string): Extract<Moment, { kind: 'live' }>[] {
  const stays = people.flatMap((person) => person.stays.filter((stay) => stay.node === node));
  return stays.flatMap(({ moments }) => moments.flatMap((moment) => (moment.kind === 'live' ? moment : [])));
}

function sendsOf(people: readonly PersonLog[]): Send[] {
  return people.flatMap(({ sends }) => sends);
}

function attemptsOf(people: readonly PersonLog[]): Attempt[] {
  return sendsOf(people).flatMap(({ attempts }) => attempts);
}

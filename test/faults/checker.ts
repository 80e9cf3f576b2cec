import { groupBy } from './group-by.js';
import { liveGaps } from './live-gaps.js';
import type { Evidence, PersonLog, Send, Stay, Stored, Told } from './log.js';

/** What may be wrong, by the promise it breaks. */
export type Kind =
  | 'lost' // C1: answered, and not there
  | 'false ok' // C1: answered, and something else is there
  | 'gap' // C2: numbers are not 1 to n
  | 'duplicate' // C3: two messages for one client id
  | 'two answers' // C3: a repeat was answered differently
  | 'twice live' // C4: one connection heard it twice
  | 'not in history' // C4: heard or synced, and the database has no such thing
  | 'hole' // C4: neither heard nor given by sync
  | 'order' // C5: a node tells other messages, or in another order, than the database
  | 'refused' // an error that says that trying again is no use
  | 'silence' // C7: a question without an answer
  | 'answered again' // C7: a question with two
  | 'never answered' // it was tried until the end, and never said
  | 'after leaving'; // C8: heard outside of the room

export interface Violation {
  readonly kind: Kind;
  readonly what: string;
}

export interface Expectations {
  /** Whoever is on the sender's node hears every message live. */
  readonly sameNodeLive?: boolean;
  /** Everything asked was answered in the end, as clients try again until it is. */
  readonly allAnswered?: boolean;
}

/** Compares what people were told with what the database holds and with what every node tells; empty when all is well. */
export function check(evidence: Evidence, { sameNodeLive = false, allAnswered = true }: Expectations = {}): Violation[] {
  const { stored, histories, people } = evidence;
  const sends = people.flatMap((person) => person.sends);
  const rooms = groupBy(stored, ({ room }) => room);
  const there = new Set(stored.map(shown));
  return [
    ...checkNumbers(rooms),
    ...checkRepeats(stored),
    ...checkAnswers(stored, sends),
    ...(allAnswered ? checkAllAnswered(sends) : []),
    ...histories.flatMap(({ node, room, messages }) => checkHistory(node, rooms.get(room) ?? [], messages, room)),
    ...people.flatMap((person) => [...checkHeard(person, there), ...checkComplete(person, rooms)]),
    ...(sameNodeLive ? liveGaps(people).map((what): Violation => ({ kind: 'hole', what })) : []),
  ];
}

function checkNumbers(rooms: ReadonlyMap<string, Stored[]>): Violation[] {
  return [...rooms].flatMap(([room, messages]) => {
    const wrong = messages.find(({ seq }, index) => seq !== index + 1);
    return wrong === undefined ? [] : [violation('gap', `${room} has ${shown(wrong)} where its predecessors end`)];
  });
}

function checkRepeats(stored: readonly Stored[]): Violation[] {
  const seen = new Map<string, Stored>();
  return stored.flatMap((message) => {
    if (message.clientId === null) return [];
    const key = JSON.stringify([message.room, message.sender, message.clientId]);
    const first = seen.get(key);
    seen.set(key, first ?? message);
    return first === undefined ? [] : [violation('duplicate', `${shown(first)} and ${shown(message)} are one`)];
  });
}

function checkAnswers(stored: readonly Stored[], sends: readonly Send[]): Violation[] {
  const byId = new Map(stored.map((message) => [message.id, message]));
  return sends.flatMap(({ attempts, sender, room, text, clientId }) => {
    const answers = attempts.flatMap(({ answer }) => answer ?? []);
    const found = attempts.flatMap(({ outcome, retryable, code, node, at }): Violation[] => {
      if (code === 'silence') return [violation('silence', `${sender}, on ${node} at ${new Date(at).toISOString()}: ${text}`)];
      return outcome === 'failed' && retryable === false ? [violation('refused', `${text}: ${code}`)] : [];
    });
    for (const { id, seq } of answers) {
      const message = byId.get(id);
      const isThat = message?.seq === seq && message.sender === sender && message.room === room && message.text === text;
      if (message === undefined) found.push(violation('lost', `${text}, answered as ${id} with number ${seq}`));
      else if (!isThat || message.clientId !== clientId)
        found.push(violation('false ok', `${text}, answered with number ${seq}, is ${shown(message)}`));
    }
    const [first] = answers;
    for (const answer of answers)
      if (answer.id !== first?.id || answer.seq !== first.seq)
        found.push(violation('two answers', `${text}: number ${first?.seq} and number ${answer.seq}`));
    return found;
  });
}

function checkAllAnswered(sends: readonly Send[]): Violation[] {
  return sends
    .filter(({ attempts, isTriedOnce }) => isTriedOnce !== true && !attempts.some(({ outcome }) => outcome === 'ok'))
    .map(({ text, attempts }) => {
      const last = attempts.at(-1);
      return violation(
        'never answered',
        `${text}: ${attempts.length} attempts, at last ${last?.code ?? last?.outcome ?? 'none'}`,
      );
    });
}

function checkHistory(node: string, stored: readonly Stored[], told: readonly Told[], room: string): Violation[] {
  const there = stored.map(shown);
  const at = told.map(shown).findIndex((message, index) => message !== there[index]);
  if (at >= 0) return [violation('order', `${node} tells ${shown(told[at]!)} where the database has ${there[at] ?? 'nothing'}`)];
  if (told.length === there.length) return [];
  return [violation('order', `${node} tells ${told.length} messages of ${room}, and the database has ${there.length}`)];
}

/** What somebody heard was said, once, and while they were there. */
function checkHeard({ person, stays, synced = [] }: PersonLog, there: ReadonlySet<string>): Violation[] {
  const strange = [...stays.flatMap(liveOf), ...synced].filter((message) => !there.has(shown(message)));
  return [
    ...strange.map((message) => violation('not in history', `${person} heard ${shown(message)}`)),
    ...stays.flatMap((stay) => checkStay(person, stay)),
  ];
}

/** Live and sync together are all that was said in the rooms somebody was in. */
function checkComplete({ person, stays, synced }: PersonLog, rooms: ReadonlyMap<string, Stored[]>): Violation[] {
  if (synced === undefined) return [];
  const known = new Set([...stays.flatMap(liveOf), ...synced].map(shown));
  const joined = new Set(
    stays.flatMap(({ moments }) => moments.flatMap((moment) => (moment.kind === 'joined' ? moment.room : []))),
  );
  return [...joined]
    .flatMap((room) => rooms.get(room) ?? [])
    .filter((message) => !known.has(shown(message)))
    .map((message) => violation('hole', `${person} never got ${shown(message)}`));
}

function liveOf({ moments }: Stay): Told[] {
  return moments.flatMap((moment) => (moment.kind === 'live' ? moment.message : []));
}

function checkStay(person: string, { node, moments }: Stay): Violation[] {
  const found: Violation[] = [];
  const heard = new Set<string>();
  const inside = new Set<string>();
  for (const moment of moments) {
    if (moment.kind === 'answered again') found.push(violation('answered again', `${person} on ${node}: ${moment.what}`));
    else if (moment.kind === 'left') inside.delete(moment.room);
    else if (moment.kind === 'asks to join') inside.add(moment.room);
    else if (moment.kind === 'live') {
      const { message } = moment;
      if (heard.has(message.id)) found.push(violation('twice live', `${person} on ${node} heard ${shown(message)} again`));
      heard.add(message.id);
      if (!inside.has(message.room)) found.push(violation('after leaving', `${person} on ${node} heard ${shown(message)}`));
    }
  }
  return found;
}

function shown({ room, seq, id, text }: Told): string {
  return `${room}#${seq} "${text.slice(0, 60)}" (${id})`;
}

function violation(kind: Kind, what: string): Violation {
  return { kind, what };
}

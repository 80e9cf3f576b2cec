import { groupBy } from './group-by.js';
import type { PersonLog, Stay } from './log.js';

/** A connection's time in a room. */
interface Presence {
  readonly person: string;
  readonly stay: Stay;
  readonly room: string;
  readonly from: number;
  readonly until: number;
  readonly heard: ReadonlySet<string>;
}

/**
 * Messages that somebody did not hear live on the node that answered their sender, though they were in the room there from before
 * they were said until after they were answered. No fault of Redis may cause that.
 */
export function liveGaps(people: readonly PersonLog[]): string[] {
  const presences = groupBy(people.flatMap(presencesOf), ({ stay, room }) => `${stay.node} ${room}`);
  return people.flatMap(({ sends }) =>
    sends.flatMap(({ room, text, attempts }) => {
      const done = attempts.find(({ answer }) => answer !== undefined);
      if (done?.answer === undefined || attempts.length > 1) return [];
      const { node, at, ms, answer } = done;
      return (presences.get(`${node} ${room}`) ?? [])
        .filter(({ from, until, heard }) => from < at && until > at + ms + ALLOWANCE_MS && !heard.has(answer.id))
        .map(({ person }) => `${person} on ${node} did not hear "${text}" of ${room} live`);
    }),
  );
}

/** Between an answer and the last of the others hearing it. */
const ALLOWANCE_MS = 1_000;

function presencesOf({ person, stays }: PersonLog): Presence[] {
  return stays.flatMap((stay) => {
    const found: Presence[] = [];
    const heard = new Set<string>();
    const since = new Map<string, number>();
    for (const moment of stay.moments) {
      if (moment.kind === 'live') heard.add(moment.message.id);
      else if (moment.kind === 'joined') since.set(moment.room, moment.at);
      else if (moment.kind === 'asks to leave') {
        const from = since.get(moment.room);
        if (from !== undefined) found.push({ person, stay, room: moment.room, from, until: moment.at, heard });
        since.delete(moment.room);
      }
    }
    const until = stay.endedAt ?? Infinity;
    for (const [room, from] of since) found.push({ person, stay, room, from, until, heard });
    return found;
  });
}

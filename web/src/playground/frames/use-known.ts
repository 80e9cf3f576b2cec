import { useCallback, useSyncExternalStore } from 'react';
import type { Link } from '../connection/link.js';
import type { Json } from '../json.js';
import { knownFrom, type Known } from '../known.js';
import { fresh } from '../people.js';
import type { Person } from '../person.js';

/** What is new with every frame that is sent. */
export type Moment = Readonly<Record<'now' | 'time' | 'new.id', Json>>;

export function thisMoment(): Moment {
  const now = new Date();
  return { now: now.getTime(), time: now.toISOString(), 'new.id': fresh('') };
}

interface Around {
  readonly link: Link;
  readonly person: Person | undefined;
  readonly others: readonly Link[];
  readonly other: Person | undefined;
}

/** All that an example of this client can be filled in with: what it saw itself goes before what others saw. */
export function useKnown({ link, person, others, other }: Around, moment: Moment): Known {
  const links = [...others, link];
  const subscribe = useCallback(
    (listener: () => void) => {
      const stops = [...others, link].map(({ recorder }) => recorder.subscribe(listener));
      return () => stops.forEach((stop) => stop());
    },
    [others, link],
  );
  // The number of the newest frame of each: it changes when something was seen.
  useSyncExternalStore(subscribe, () => links.map(({ recorder }) => recorder.get().at(-1)?.number ?? 0).join());
  return Object.assign(
    {},
    moment,
    ...others.map(({ recorder }) => asTheirs(knownFrom(recorder.get()))),
    knownFrom(link.recorder.get()),
    person && { 'my.name': person.name, ...said('my.id', person.id), ...said('my.token', person.token) },
    other && { 'their.username': other.name, ...said('their.id', other.id) },
  ) as Known;
}

/** A guest's id only the server tells. */
function said(name: string, value: string | undefined): Known {
  return value === undefined || value === '' ? {} : { [name]: value };
}

/** Who they are is told to themselves. */
function asTheirs({ 'my.id': id, ...known }: Known): Known {
  return id === undefined ? known : { ...known, 'their.id': id };
}

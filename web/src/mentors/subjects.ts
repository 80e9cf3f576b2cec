import type { Availability, MentorStatus } from '@lyceum/client';

const RANKS: Record<Availability, number> = { available: 0, busy: 1, offline: 2 };

export interface SubjectCount {
  /** What tells it apart, whoever wrote it how. */
  readonly key: string;
  /** As the first of the mentors writes it. */
  readonly name: string;
  readonly count: number;
}

/** As the server matches subjects: neither case, nor form, nor blanks make another one. */
export function keyOf(subject: string): string {
  return subject.normalize('NFKC').trim().replaceAll(/\s+/gu, ' ').toLowerCase();
}

/** The subjects that there are mentors for, those with most of them first. */
export function subjectsOf(mentors: readonly MentorStatus[]): SubjectCount[] {
  const found = new Map<string, SubjectCount>();
  for (const { subjects } of mentors) {
    for (const name of subjects) {
      const key = keyOf(name);
      const known = found.get(key);
      found.set(key, { key, name: known?.name ?? name.trim(), count: (known?.count ?? 0) + 1 });
    }
  }
  return [...found.values()].sort((one, other) => other.count - one.count || one.name.localeCompare(other.name));
}

export interface Wanted {
  /** A subject's key; empty: any. */
  readonly subject: string;
  readonly query: string;
  readonly availableOnly: boolean;
}

/** Those who fit, who can be asked soonest first. Who names no subject helps with all of them. */
export function fitting(mentors: readonly MentorStatus[], { subject, query, availableOnly }: Wanted): MentorStatus[] {
  const words = keyOf(query).split(' ').filter(Boolean);
  const found = mentors.filter(({ mentor, availability, subjects, statusText }) => {
    if (availableOnly && availability !== 'available') return false;
    if (subject !== '' && subjects.length > 0 && !subjects.some((name) => keyOf(name) === subject)) return false;
    const text = keyOf([mentor.name, mentor.username ?? '', statusText ?? '', ...subjects].join(' '));
    return words.every((word) => text.includes(word));
  });
  return found.sort((one, other) => RANKS[one.availability] - RANKS[other.availability]);
}

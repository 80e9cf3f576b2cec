import { URGENCIES, type Urgency } from '../../protocol/index.js';

/** A request that nobody has accepted yet. */
export interface Queued {
  readonly id: string;
  readonly urgency: Urgency;
  /** Stays what it was when a request comes back. */
  readonly requestedAt: Date;
}

/** One that others of its line compete with: those who ask the same mentor, or anybody for the same subject. */
export interface Standing extends Queued {
  /** As `subjectKey` gives it. */
  readonly subjectKey: string;
  readonly targetId: string | null;
}

/** The higher, the earlier; as the database has it too. */
export function rankOf(urgency: Urgency): number {
  return URGENCIES.indexOf(urgency);
}

/** Who is helped first: by urgency, then by the time of the request; ids tell apart what came at once. */
export function inOrder(one: Queued, other: Queued): number {
  return (
    rankOf(other.urgency) - rankOf(one.urgency) ||
    one.requestedAt.getTime() - other.requestedAt.getTime() ||
    (one.id < other.id ? -1 : 1)
  );
}

/** Names the line in which a request stands. */
export function lineOf({ targetId, subjectKey }: Pick<Standing, 'targetId' | 'subjectKey'>): string {
  return targetId === null ? `subject ${subjectKey}` : `mentor ${targetId}`;
}

/** The place of each request in its line, by id; the next one has 1. */
export function positionsIn(requests: readonly Standing[]): Map<string, number> {
  const positions = new Map<string, number>();
  const lengths = new Map<string, number>();
  for (const request of [...requests].sort(inOrder)) {
    const line = lineOf(request);
    const position = (lengths.get(line) ?? 0) + 1;
    lengths.set(line, position);
    positions.set(request.id, position);
  }
  return positions;
}

export const URGENCIES = ['low', 'medium', 'high'] as const;
export type Urgency = (typeof URGENCIES)[number];

/** One request for help, as it must be. */
export interface RequestState {
  readonly id: string;
  readonly student: string;
  readonly urgency: Urgency;
  state: 'offered' | 'active' | 'resolved' | 'cancelled' | 'declined';
  mentor: string | null;
  readonly declinedBy: Set<string>;
}

/** A queue of requests for one subject; its mentors are all free for any number of students. */
export class HelpState {
  /** In the order in which they were made. */
  readonly requests: RequestState[] = [];

  constructor(
    readonly students: readonly string[],
    readonly mentors: readonly string[],
  ) {}

  openOf(student: string): RequestState | undefined {
    return this.requests.find((request) => request.student === student && !isOver(request));
  }

  /** What a mentor is asked or helps with: by urgency, then by the time of the request. */
  queueOf(mentor: string): RequestState[] {
    return this.requests
      .filter((request) =>
        request.state === 'offered' ? !request.declinedBy.has(mentor) : request.state === 'active' && request.mentor === mentor,
      )
      .toSorted((one, other) => URGENCIES.indexOf(other.urgency) - URGENCIES.indexOf(one.urgency));
  }

  /** The mentor says no; said by all, the request is over. */
  decline(request: RequestState, mentor: string): void {
    request.declinedBy.add(mentor);
    if (request.declinedBy.size === this.mentors.length) request.state = 'declined';
  }
}

export function isOver({ state }: RequestState): boolean {
  return state !== 'offered' && state !== 'active';
}

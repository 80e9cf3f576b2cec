import type { JoinedRoom } from '../../common/index.js';
import type { AnnouncedLimits, Contact, DialectName, FactData, FactName, PublicError, User } from '../../protocol/index.js';
import type { Frame, Said, Script } from './script.js';

/** What a script may know of the connection it works for. */
export interface ConnectionView {
  readonly id: string;
  readonly user: User;
  readonly rooms: ReadonlyMap<string, JoinedRoom>;
}

/** What a script may know of the server. */
export interface ServerView {
  readonly now: () => Date;
  readonly limits: AnnouncedLimits;
  readonly features: readonly string[];
}

export type Fields = Readonly<Record<string, unknown>>;

/** What a frame of a client means. `fields` is its payload, checked to be an object and nothing more. */
export type InboundRow = (fields: Fields, connection: ConnectionView, server: ServerView) => Script;

/** How a fact looks to the clients of a dialect, to all of them alike. */
export type OutboundRows = { readonly [F in FactName]?: (data: FactData<F>) => Said };

/** Whose clients are told. */
export interface Viewer {
  readonly userId: string;
}

interface MarkedMessage {
  readonly id: string;
  readonly senderId: string;
}

/** Messages that somebody was given, or read, at that moment. */
export interface Marks {
  readonly at: string;
  readonly delivered: readonly MarkedMessage[];
  readonly read: readonly MarkedMessage[];
}

/** What a frame gets on its way out: an id of its own and the time. */
export interface Stamp {
  readonly id: string;
  readonly at: string;
}

/** What travels beside a fact for those dialects that show it; the fact itself holds what all of them know. */
export interface Aside {
  /** Of a receipt: others' messages that it is about, as far as they are new in it. */
  readonly marks?: Marks;
  /** Whose conversation it was said in, where it is one of two. */
  readonly contacts?: readonly Contact[];
}

/** How facts look that look different to each person; undefined where this one looks alike to all, as the row of the others says. */
export type PersonalRows = {
  readonly [F in FactName]?: (data: FactData<F>, viewer: Viewer, aside: Aside) => Said | undefined;
};

/** How frames look on a raw WebSocket: one JSON object each. */
export interface RawForm {
  read(frame: Fields): { event: string; fields: unknown };
  /** What asks for an answer of that id; only the canonical protocol has it. Refuses one that can't be answered. */
  idOf?(frame: Fields): string | number | undefined;
  write(frame: Frame): object;
}

/** A client protocol, as tables of pure functions. */
export interface Dialect {
  readonly name: DialectName;
  /** Frames over the rate limit wait their turn instead of being refused. */
  readonly patient: boolean;
  readonly raw: RawForm;
  /**
   * On connecting its clients are given what was said to them while they were away, as they know no way to ask for it: what goes out to
   * one of them counts as delivered.
   */
  readonly catchesUp?: true;
  /** Events that are answered by a fact, or by a refusal, which is said aloud also where an acknowledgement was asked for; never by both. */
  readonly answeredByFact?: ReadonlySet<string>;
  readonly onConnect?: (connection: ConnectionView, server: ServerView) => Script;
  /** The meaning of an event; undefined: there is no such event. */
  readonly row: (event: string) => InboundRow | undefined;
  /** Events whose answer comes before anything that others say meanwhile. */
  readonly answersFirst: ReadonlySet<string>;
  /** Events that say something: several in a row may be under way at once, in their order. */
  readonly overlapping: ReadonlySet<string>;
  readonly outbound: OutboundRows;
  /** They go before a row there. Such a fact is encoded once for each person, all others once for all. */
  readonly personal?: PersonalRows;
  /** What the client is told when its frame is refused; `event` is null where the frame had none, `fields` its payload as it came. */
  readonly refusal: (error: PublicError, event: string | null, fields?: unknown) => Frame;
  /** Events whose refusal is said also where an answer was asked for, and stands in that answer as it is said. */
  readonly refusesAloud?: ReadonlySet<string>;
  /** Adds what all frames of the dialect carry. */
  readonly complete?: (frame: Frame, stamp: Stamp) => Frame;
}

/** Whether the dialect knows such facts at all. */
export function expresses({ outbound, personal }: Dialect, fact: FactName): boolean {
  return outbound[fact] !== undefined || personal?.[fact] !== undefined;
}

/** A table of rows as a look-up that ignores what objects inherit. */
export function rows(table: Readonly<Record<string, InboundRow>>): Dialect['row'] {
  const map = new Map(Object.entries(table));
  return (event) => map.get(event);
}

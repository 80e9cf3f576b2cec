/** What a connection may watch beside the rooms it is in. */
export type Topic = 'online' | ManyStates | PersonTopic | PartTopic;
/** One state of each of many people. */
export type ManyStates = 'mentors';
/** The state of one of them. */
export type PartTopic = `${ManyStates}:${string}`;
/** How one person is, by their id. */
export type PersonTopic = `person:${string}`;

/** To whom a fact goes. */
export type Audience =
  /** Every connection that joined the room, but the one excepted. */
  | { readonly room: string; readonly exceptConnection?: string }
  /** Every connection of these people, which need not have joined the room that the fact is of; the room's order holds all the same. */
  | { readonly people: readonly string[]; readonly inRoom: string; readonly exceptConnection?: string }
  /** Every connection of the person. */
  | { readonly user: string; readonly exceptConnection?: string }
  /** One connection on this node. */
  | { readonly connection: string };

/** One person's state among the many of a topic: to all who watch the topic, or to the person's own connections, watching or not. */
export interface PartAudience {
  readonly topic: ManyStates;
  readonly person: string;
  readonly view: 'own' | 'others';
}

/**
 * Every connection that watches the person or is in one of the rooms, once, as long as the room is not crowded. The fact is the whole
 * state of the person: what is older is worth nothing, so that slow readers get only the latest.
 */
export interface PersonAudience {
  readonly person: string;
  readonly rooms: readonly string[];
  /** The person's own connections, as far as they watch, or those of others. */
  readonly view: 'own' | 'others';
}

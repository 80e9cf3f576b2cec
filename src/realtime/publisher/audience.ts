/** What a connection may watch beside the rooms it is in. */
export type Topic = 'online';

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

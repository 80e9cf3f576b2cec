import { dataOf } from '../../../support/expect-frames.js';
import type { JsonObject } from '../../../support/inbox.js';
import type { Endpoint } from '../../../support/raw-client.js';
import type { Person } from '../shapes.js';
import type { Cast } from './cast.js';
import type { Kind } from './kinds.js';

/** A room of its own, prepared for one command of one person. */
export interface Scene {
  readonly gateway: Endpoint;
  readonly cast: Cast;
  readonly room: JsonObject;
  readonly owner: Person;
  /** Who gives the command. */
  readonly actor: Person;
  /** Id of what the actor said while they could; of what the target said where they never could. */
  readonly ownMessage: string;
  /** Id of what the target, a member, said. */
  readonly othersMessage: string;
}

/** Those whom nothing connects with the room. */
const OUTSIDE: ReadonlySet<Kind> = new Set(['stranger', 'admin']);

/** What a command needs to find: no room at all; a room with its people; or something that was said in it, too. */
export type Setting = 'none' | 'room' | 'messages';

/** Puts the actor of that kind before a new room, of the code kind unless wished otherwise, which the target and most actors have joined. */
export async function setScene(
  gateway: Endpoint,
  cast: Cast,
  kind: Exclude<Kind, 'guest'>,
  setting: Setting,
  wishes: JsonObject = {},
): Promise<Scene> {
  const actor = cast.actors[kind];
  const { target } = cast;
  const owner = kind === 'owner' ? actor : cast.host;
  const bare = { gateway, cast, owner, actor, room: {}, ownMessage: '', othersMessage: '' };
  if (setting === 'none') return bare;

  const room = await ask(owner, 'rooms:create', wishes);
  const people = OUTSIDE.has(kind) ? [target] : [target, actor];
  await Promise.all(people.map((person) => ask(person, 'rooms:join', { code: room.code })));
  const scene = setting === 'messages' ? { ...bare, room, ...(await say(people, room)) } : { ...bare, room };
  await giveStanding(scene, kind);
  return scene;
}

/** The same for a guest, who is no actor of the canonical protocol: the host stands in, and gives no command. */
export function setGuestScene(gateway: Endpoint, cast: Cast, setting: Setting): Promise<Scene> {
  return setScene(gateway, { ...cast, actors: { ...cast.actors, owner: cast.host } }, 'owner', setting);
}

async function giveStanding({ room, owner, actor }: Scene, kind: Kind): Promise<void> {
  const whom = { room: { id: room.id }, userId: actor.id };
  if (kind === 'moderator') await ask(owner, 'rooms:role', { ...whom, role: 'moderator' });
  if (kind === 'muted') await ask(owner, 'rooms:mute', { ...whom, on: true });
  if (kind === 'kicked') await ask(owner, 'rooms:kick', whom);
  if (kind === 'banned') await ask(owner, 'rooms:ban', whom);
}

/** A command that must succeed; its data. What a machine that stands still for a moment refuses is asked for again, as clients do. */
export async function ask(person: Person, command: string, payload: JsonObject, attempts = 5): Promise<JsonObject> {
  const answer = await person.client.request(command, payload);
  const isBusy = (answer.error as { code?: string } | undefined)?.code === 'UNAVAILABLE';
  return isBusy && attempts > 1 ? ask(person, command, payload, attempts - 1) : dataOf(answer);
}

/** Each says something, the first one first; the last one's is the actor's own. */
async function say(people: readonly Person[], room: JsonObject): Promise<Pick<Scene, 'ownMessage' | 'othersMessage'>> {
  const said: string[] = [];
  for (const person of people) {
    const message = await ask(person, 'chat:send', { room: { id: room.id }, text: `Said by ${person.username}` });
    said.push(message.id as string);
  }
  return { othersMessage: said[0] ?? '', ownMessage: said.at(-1) ?? '' };
}

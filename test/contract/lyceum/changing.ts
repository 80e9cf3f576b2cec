import { dataOf } from '../../support/expect-frames.js';
import type { JsonObject } from '../../support/inbox.js';
import { ROOMY } from '../settings.js';
import type { Person } from './shapes.js';

/** For tests that change more in a second than a person does. */
export const HURRIED = {
  ...ROOMY,
  RATE_COMMANDS_PER_SECOND: '100000',
  RATE_SEND_PER_SECOND: '100000',
  RATE_SEND_BURST: '100000',
  RATE_READ_PER_SECOND: '1000',
  RATE_MANAGE_PER_SECOND: '1000',
  RATE_SEARCH_PER_SECOND: '1000',
  RATE_TYPING_PER_SECOND: '1000',
} as const;

/** Does it and gives the message that is the answer. */
export async function act({ client }: Person, command: string, payload: JsonObject): Promise<JsonObject> {
  return dataOf(await client.request(command, payload));
}

export async function pinsOf({ client }: Person, room: JsonObject): Promise<JsonObject[]> {
  const { messages, hasMore } = dataOf(await client.request('chat:pins', { room: { id: room.id } }));
  if (hasMore !== false) throw new Error('There are more pins than one page has');
  return messages as JsonObject[];
}

/** Everything since that number, page for page, as `chat:sync` gives it. */
export async function syncOf({ client }: Pick<Person, 'client'>, room: JsonObject, afterSeq: number): Promise<JsonObject[]> {
  const changes: JsonObject[] = [];
  for (let more = true, after = afterSeq; more;) {
    const { rooms } = dataOf(await client.request('chat:sync', { rooms: [{ room: { id: room.id }, afterSeq: after }] }));
    const [page] = rooms as [{ changes: JsonObject[]; more: boolean; reset?: true }];
    if (page.reset === true) throw new Error('The window could not be given');
    changes.push(...page.changes);
    after = Number(changes.at(-1)?.revisionSeq ?? after);
    more = page.more;
  }
  return changes;
}

/** Everything that was said, page for page from the end. */
export async function historyOf({ client }: Pick<Person, 'client'>, room: JsonObject): Promise<JsonObject[]> {
  const messages: JsonObject[] = [];
  for (let more = true; more;) {
    const before = messages[0] === undefined ? {} : { before: messages[0].seq };
    const page = dataOf(await client.request('chat:history', { room: { id: room.id }, limit: 100, ...before }));
    messages.unshift(...(page.messages as JsonObject[]));
    more = page.hasMore as boolean;
  }
  return messages;
}

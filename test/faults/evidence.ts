import { query } from '../support/postgres.js';
import type { JsonObject } from '../support/inbox.js';
import { appToken, newId } from '../support/tokens.js';
import type { Evidence, History, PersonLog, Stored, Told } from './log.js';
import { told, type Place } from './person.js';
import { overSocketIo, type Wire } from './wire.js';

/** Rooms that are also read page by page, backwards, beside what sync tells of all. */
const READ_AS_PAGES = 5;
const SYNCED_AT_ONCE = 25;
const PAGE = 100;

/** What the database holds of these rooms, and what each node tells of them. */
export async function gather(
  { rooms, logs }: { rooms: readonly string[]; logs: readonly PersonLog[] },
  places: readonly Place[],
  stored: readonly Stored[],
): Promise<Evidence> {
  const auditor = appToken({ sub: newId('auditor'), name: 'Auditor' });
  const histories: History[] = [];
  for (const place of places) {
    const wire = await overSocketIo(place, auditor, () => undefined);
    for (const room of rooms) await ask(wire, 'rooms:join', { key: room });
    for (let from = 0; from < rooms.length; from += SYNCED_AT_ONCE)
      histories.push(...(await synced(wire, place.name, rooms.slice(from, from + SYNCED_AT_ONCE))));
    for (const room of rooms.slice(0, READ_AS_PAGES))
      histories.push({ node: `${place.name}, by pages,`, room, messages: await paged(wire, room) });
    wire.close();
  }
  return { stored, histories, people: logs };
}

/** Everything said in these rooms, straight from the tables. */
export function storedIn(databaseUrl: string, rooms: readonly string[]): Promise<Stored[]> {
  return query<Stored>(
    databaseUrl,
    `SELECT r.key AS room, m.seq::int, m.id::text, m.text, m.sender_id AS sender, m.client_id AS "clientId"
     FROM lyceum.messages m JOIN lyceum.rooms r ON r.id = m.room_id WHERE r.key = ANY($1) ORDER BY r.key, m.seq`,
    [rooms],
  );
}

/** The same as a node tells it, where the tables can't be asked; somebody with that token need not be in the rooms. */
export async function storedOnNode(place: Place, token: string, rooms: readonly string[]): Promise<Stored[]> {
  const wire = await overSocketIo(place, token, () => undefined);
  for (const room of rooms) await ask(wire, 'rooms:join', { key: room });
  const found: Stored[] = [];
  for (const room of rooms) {
    for (let more = true, afterSeq = 0; more; afterSeq = found.at(-1)?.seq ?? 0) {
      const given = (await ask(wire, 'chat:sync', { rooms: [{ room: { key: room }, afterSeq }] })) as { rooms: [SyncedRoom] };
      const [{ changes, more: isMore }] = given.rooms;
      for (const change of changes) {
        const { sender, clientId } = change as { sender: { id: string }; clientId: string | null };
        found.push({ ...told(room, change, change.text), sender: sender.id, clientId });
      }
      more = isMore;
    }
  }
  wire.close();
  return found;
}

async function synced(wire: Wire, node: string, rooms: readonly string[]): Promise<History[]> {
  const found = rooms.map((room) => ({ node, room, messages: [] as Told[] }));
  for (let open = found; open.length > 0;) {
    const wanted = open.map(({ room, messages }) => ({ room: { key: room }, afterSeq: messages.at(-1)?.seq ?? 0 }));
    const given = ((await ask(wire, 'chat:sync', { rooms: wanted })) as { rooms: SyncedRoom[] }).rooms;
    open.forEach(({ room, messages }, index) =>
      messages.push(...given[index]!.changes.map((change) => told(room, change, change.text))),
    );
    open = open.filter((_, index) => given[index]!.more);
  }
  return found;
}

async function paged(wire: Wire, room: string): Promise<Told[]> {
  const found: Told[] = [];
  for (let hasMore = true; hasMore;) {
    const before = found[0] === undefined ? {} : { before: found[0].seq };
    const page = (await ask(wire, 'chat:history', { room: { key: room }, limit: PAGE, ...before })) as unknown as HistoryPage;
    found.unshift(...page.messages.map((message) => told(room, message, message.text)));
    hasMore = page.hasMore;
  }
  return found;
}

interface SyncedRoom {
  changes: JsonObject[];
  more: boolean;
}

interface HistoryPage {
  messages: JsonObject[];
  hasMore: boolean;
}

async function ask(wire: Wire, command: string, payload: JsonObject): Promise<JsonObject> {
  const answer = await wire.ask(command, payload);
  if (answer.ok !== true) throw new Error(`${command}: ${JSON.stringify(answer.error)}`);
  return answer.data as JsonObject;
}

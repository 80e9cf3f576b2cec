import type { JsonObject } from '../../../support/inbox.js';
import { fileForm, uploaded } from '../../../support/uploads.js';
import type { Person } from '../shapes.js';
import { guestReads, guestSays } from './guest.js';
import { ACCOUNTS, KINDS, MEMBERS, MODERATORS, WRITERS, type Cell, type Cells, type Kind } from './kinds.js';
import { here, nothing, type Row } from './row.js';
import type { Scene } from './scene.js';

const own = ({ ownMessage }: Scene): JsonObject => ({ messageId: ownMessage });
const others = ({ othersMessage }: Scene): JsonObject => ({ messageId: othersMessage });
/** To whom does not belong to its room, whatever they were or are elsewhere, there is no such message. */
const NO_MESSAGE = 'MESSAGE_NOT_FOUND';
const OUTSIDE = { stranger: NO_MESSAGE, kicked: NO_MESSAGE, banned: NO_MESSAGE, admin: NO_MESSAGE } as const;
const CHANGERS: Cells = { ...WRITERS, ...OUTSIDE };
const READERS: Cells = { ...MEMBERS, ...OUTSIDE };
const MODERATING: Cells = { ...MODERATORS, ...OUTSIDE };
/** Nobody, however high, puts words into another’s mouth. */
const NOBODY: Cells = { ...MODERATING, moderator: 'FORBIDDEN', owner: 'FORBIDDEN' };

/** Who may write in the room is asked before what they would show there. */
const { stranger, guest, muted, kicked, admin } = WRITERS;
const OUTSIDERS = { stranger, guest, muted, kicked, banned: 'BANNED', admin } as const;
const NO_FILE = Object.fromEntries(KINDS.map((kind) => [kind, 'FILE_NOT_FOUND'])) as Record<Kind, Cell>;

async function fileOf({ token }: Person, { gateway }: Scene): Promise<unknown> {
  return (await uploaded(gateway, token, fileForm('plan.txt', 'First we read.'))).id;
}

/** `chat:sync` refuses each room for itself. */
const ofFirstRoom = ({ rooms }: JsonObject): string => (rooms as { error?: { code: Cell } }[])[0]?.error?.code ?? 'ok';

export const CHAT: readonly Row[] = [
  {
    command: 'chat:send',
    cells: { ...WRITERS, banned: 'BANNED', guest: 'ok' },
    payload: (scene) => ({ ...here(scene), text: 'Hello' }),
    asGuest: guestSays,
  },
  {
    command: 'chat:send',
    of: 'with another’s file',
    cells: { ...NO_FILE, ...OUTSIDERS },
    payload: async (scene) => ({ ...here(scene), text: 'Mine', attachments: [await fileOf(scene.cast.target, scene)] }),
  },
  {
    command: 'chat:send',
    of: 'to a person',
    cells: ACCOUNTS,
    payload: ({ cast }) => ({ to: { id: cast.target.id }, text: 'Hello' }),
  },
  { command: 'chat:history', cells: { ...MEMBERS, guest: 'ok' }, setting: 'messages', payload: here, asGuest: guestReads },
  {
    command: 'chat:sync',
    cells: MEMBERS,
    payload: (scene) => ({ rooms: [{ ...here(scene), afterSeq: 0 }] }),
    outcome: ofFirstRoom,
  },
  {
    command: 'chat:edit',
    of: 'one’s own',
    cells: CHANGERS,
    setting: 'messages',
    payload: (scene) => ({ ...own(scene), text: 'Better said' }),
  },
  {
    command: 'chat:edit',
    of: 'another’s',
    cells: NOBODY,
    setting: 'messages',
    payload: (scene) => ({ ...others(scene), text: 'Put into a mouth' }),
  },
  { command: 'chat:delete', of: 'one’s own', cells: { ...CHANGERS, muted: 'ok' }, setting: 'messages', payload: own },
  { command: 'chat:delete', of: 'another’s', cells: MODERATING, setting: 'messages', payload: others },
  {
    command: 'chat:react',
    cells: CHANGERS,
    setting: 'messages',
    payload: (scene) => ({ ...others(scene), emoji: '👍', on: true }),
  },
  { command: 'chat:pin', cells: MODERATING, setting: 'messages', payload: (scene) => ({ ...others(scene), on: true }) },
  { command: 'chat:pins', cells: MEMBERS, payload: here },
  { command: 'chat:search', of: 'one room', cells: MEMBERS, payload: (scene) => ({ ...here(scene), query: 'said' }) },
  { command: 'chat:search', of: 'one’s own rooms', cells: ACCOUNTS, setting: 'none', payload: () => ({ query: 'said' }) },
  { command: 'chat:typing', cells: WRITERS, payload: (scene) => ({ ...here(scene), on: true }) },
  { command: 'chat:read', of: 'a number', cells: MEMBERS, payload: (scene) => ({ ...here(scene), seq: 1 }) },
  { command: 'chat:read', of: 'a message', cells: READERS, setting: 'messages', payload: others },
  { command: 'chat:delivered', of: 'a number', cells: MEMBERS, payload: (scene) => ({ ...here(scene), seq: 1 }) },
  { command: 'chat:delivered', of: 'a message', cells: READERS, setting: 'messages', payload: others },
  { command: 'chat:missed', cells: ACCOUNTS, setting: 'none', payload: nothing },
  { command: 'chat:unread', of: 'one room', cells: MEMBERS, payload: here },
  { command: 'chat:receipts', cells: MEMBERS, payload: here },
  { command: 'chat:unread', of: 'one’s own rooms', cells: ACCOUNTS, setting: 'none', payload: nothing },
];

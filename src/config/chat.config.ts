import { z } from 'zod';
import { ROOM_KINDS, type RoomKind } from '../protocol/index.js';
import { settingWithoutDefault } from './setting.js';
import { listed, written } from './values.js';

/** A hundred years, which no message reaches. */
const MOST_DAYS = 36_500;
const ALLOWED = `a whole number of days from 1 to 36,500, or a list for some kinds of room such as lobby:30,session:7 (${ROOM_KINDS.join(', ')})`;

export const chatSchema = () =>
  z.object({
    retentionDays: settingWithoutDefault(written(ALLOWED, readRetention).optional().describe(ALLOWED), {
      env: 'RETENTION_DAYS',
      shownDefault: 'none: messages are kept',
      meaning: 'Days after which messages are removed for good; a kind of room that is not in the list keeps its messages.',
    }),
  });

/** Days by the kind of room. */
function readRetention(text: string): Partial<Record<RoomKind, number>> | undefined {
  const forAll = days(text);
  if (forAll !== undefined) return Object.fromEntries(ROOM_KINDS.map((kind) => [kind, forAll]));
  const kept: Partial<Record<RoomKind, number>> = {};
  for (const entry of listed(text)) {
    const [name = '', count = '', ...more] = entry.split(':').map((part) => part.trim());
    const kind = ROOM_KINDS.find((known) => known === name.toLowerCase());
    const number = days(count);
    if (kind === undefined || number === undefined || kind in kept || more.length > 0) return undefined;
    kept[kind] = number;
  }
  return Object.keys(kept).length === 0 ? undefined : kept;
}

function days(text: string): number | undefined {
  const count = /^\d{1,5}$/.test(text) ? Number(text) : NaN;
  return count >= 1 && count <= MOST_DAYS ? count : undefined;
}

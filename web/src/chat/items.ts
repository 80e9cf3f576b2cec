import type { RoomMessage } from '@lyceum/client';

/** One entry of the list: a message, or what stands between messages. */
export type Item =
  | { readonly kind: 'day'; readonly key: string; readonly at: string }
  | { readonly kind: 'unread'; readonly key: string }
  | {
      readonly kind: 'message';
      readonly key: string;
      readonly message: RoomMessage;
      /** Of several by the same person in a row. */
      readonly isFirst: boolean;
      readonly quoted: RoomMessage | undefined;
    };

/** Somebody who goes on after a longer pause begins anew. */
const PAUSE_MS = 5 * 60_000;

/** What the list shows. `lineAt`: the number of the last message that had been read when the line was drawn. */
export function itemsOf(messages: readonly RoomMessage[], lineAt: number | undefined): Item[] {
  const byId = new Map(messages.map((message) => [message.id, message]));
  const items: Item[] = [];
  let before: RoomMessage | undefined;
  let isDrawn = lineAt === undefined;
  for (const message of messages) {
    const isNewDay = before === undefined || dayOf(before) !== dayOf(message);
    const isLine = !isDrawn && !message.mine && message.seq > (lineAt ?? 0);
    if (isNewDay) items.push({ kind: 'day', key: `day ${dayOf(message)}`, at: message.createdAt });
    if (isLine) items.push({ kind: 'unread', key: 'unread' });
    isDrawn ||= isLine;
    const isFirst = isNewDay || isLine || !goesOn(before, message);
    const quoted = message.replyTo === null ? undefined : byId.get(message.replyTo);
    items.push({ kind: 'message', key: message.key, message, isFirst, quoted });
    before = message;
  }
  return items;
}

function goesOn(before: RoomMessage | undefined, message: RoomMessage): boolean {
  if (before?.sender.id !== message.sender.id || message.replyTo !== null) return false;
  return Date.parse(message.createdAt) - Date.parse(before.createdAt) < PAUSE_MS;
}

/** Asked for each message of a long list whenever one is added. */
const days = new WeakMap<RoomMessage, string>();

function dayOf(message: RoomMessage): string {
  const known = days.get(message) ?? new Date(message.createdAt).toDateString();
  days.set(message, known);
  return known;
}

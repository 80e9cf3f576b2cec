import type { Frame } from './connection/recorder.js';
import { isObject, type Json } from './json.js';

/** What examples are filled in with: what was last seen of its kind, by the placeholder's name. */
export type Known = Readonly<Record<string, Json>>;

/** Where ids stand, by the name of the field that holds them. */
const FIELDS: Readonly<Record<string, string>> = {
  callId: 'call.id',
  requestId: 'request.id',
  sessionCode: 'code',
  messageId: 'message.id',
  sid: 'session.id',
};
/** What an object with an `id` is, by how the frame is called that it came with. */
const OBJECTS: readonly (readonly [event: RegExp, placeholder: string])[] = [
  [
    /^(chat:message|chat:send|new_message|message_sent|message_received|message:sent|message:receive|chat_message)$/,
    'message.id',
  ],
  [/^calls:start$/, 'call.id'],
  [/^help:request$/, 'request.id'],
  [/^notification$/, 'notification.id'],
];

/** What a connection's frames tell; what came later counts. */
export function knownFrom(frames: readonly Frame[]): Known {
  const known: Record<string, Json> = {};
  for (const { event, data, direction } of frames) {
    if (direction !== 'in') continue;
    // Of an answer, what it is about.
    const about = isObject(data) && data.ok === true ? data.data : data;
    if (!isObject(about)) continue;
    note(known, about);
    if (event === 'hello' && isObject(about.user) && typeof about.user.id === 'string') known['my.id'] = about.user.id;
    const [, placeholder] = OBJECTS.find(([form]) => form.test(event)) ?? [];
    if (placeholder !== undefined && typeof about.id === 'string') known[placeholder] = about.id;
    if (/^message:(sent|receive)$/.test(event) && typeof about.sessionId === 'string') known['conversation.id'] = about.sessionId;
  }
  return known;
}

function note(known: Record<string, Json>, about: Readonly<Record<string, unknown>>): void {
  for (const [field, placeholder] of Object.entries(FIELDS)) {
    const value = about[field];
    if (typeof value === 'string') known[placeholder] = value;
  }
  for (const room of [about, about.room])
    if (isRoom(room)) Object.assign(known, { 'room.id': room.id }, room.code === null ? {} : { code: room.code });
  for (const [field, placeholder] of [
    ['call', 'call.id'],
    ['request', 'request.id'],
  ] as const) {
    const inner = about[field];
    if (isObject(inner) && typeof inner.id === 'string') known[placeholder] = inner.id;
  }
}

function isRoom(value: unknown): value is { readonly id: string; readonly code: string | null } {
  return (
    isObject(value) && typeof value.id === 'string' && 'key' in value && (typeof value.code === 'string' || value.code === null)
  );
}

/** The example with everything in it that is known; the rest stays to be filled in by hand. */
export function filledIn(payload: Json, known: Known): Json {
  if (typeof payload === 'string') {
    const name = /^\{([a-z.]+)\}$/.exec(payload)?.[1];
    return (name === undefined ? undefined : known[name]) ?? payload;
  }
  if (Array.isArray(payload)) return payload.map((item: Json) => filledIn(item, known));
  if (!isObject(payload)) return payload;
  return Object.fromEntries(Object.entries(payload).map(([field, value]) => [field, filledIn(value, known)]));
}

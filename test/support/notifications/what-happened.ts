import type { OutboxEvent } from '../../../src/common/index.js';
import type { Told } from '../../../src/notifications/notices/told.js';

const ROOM = { id: '0198a000-0000-7000-8000-000000000001', key: null, code: null };
export const messageId = (n: number) => `0198a000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const person = (id: string) => ({ id, username: id, name: id, avatarUrl: null, role: 'student', guest: false }) as const;

export const announced = (userIds: string[], title: string, collapseKey: string | null = null): OutboxEvent => ({
  name: 'notification.requested',
  data: { userIds, title, body: 'Of the app', data: { page: 3 }, collapseKey },
});
const messageOf = (n: number, sender: string, mentions: string[] = []) =>
  ({ id: messageId(n), seq: n, room: ROOM, sender: person(sender), text: `Text ${n}`, attachments: [], mentions }) as never;
export const wrote = (n: number, pair: string[]): OutboxEvent => ({
  name: 'message.created',
  data: { message: messageOf(n, pair[0] ?? ''), pair },
});
export const mentioned = (n: number, sender: string, mentions: string[]): OutboxEvent => ({
  name: 'message.created',
  data: { message: messageOf(n, sender, mentions), pair: null },
});
export const deleted = (n: number, sender: string): OutboxEvent => ({
  name: 'message.deleted',
  data: { message: messageOf(n, sender) },
});
const call = {
  id: 'c-1',
  kind: 'audio',
  room: ROOM,
  caller: person('ana'),
  parties: [{ user: person('ana') }, { user: person('ben') }],
};
export const rang = (until: Date): OutboxEvent => ({
  name: 'call.ringing',
  data: { call: call as never, caller: person('ana'), calleeIds: ['ben'], until: until.toISOString() },
});
export const answered: OutboxEvent = { name: 'call.answered', data: { callId: 'c-1', calleeIds: ['ben'] } };
export const mentionOf = (n: number, userId: string): Told => ({
  id: messageId(n),
  userId,
  kind: 'mention',
  title: `Notice ${n}`,
  body: '',
  data: {},
  collapseKey: null,
  urgent: false,
  expiresAt: null,
  onlyAbsent: false,
});
export const inAMinute = () => new Date(Date.now() + 60_000);

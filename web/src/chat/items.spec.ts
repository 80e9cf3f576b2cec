import type { RoomMessage } from '@lyceum/client';
import { describe, expect, it } from '@jest/globals';
import { itemsOf, type Item } from './items.js';

function message(seq: number, changes: Partial<RoomMessage> = {}): RoomMessage {
  const sender = { id: 'ada', username: 'ada', name: 'Ada', avatarUrl: null, role: 'student', guest: false } as const;
  return {
    ...{ id: `m${seq}`, key: `k${seq}`, seq, revisionSeq: seq, sender, kind: 'text', text: `text ${seq}` },
    ...{ room: { id: 'r', key: null, code: null }, metadata: null, clientId: null, replyTo: null, attachments: [] },
    ...{ mentions: [], reactions: [], createdAt: `2026-05-04T12:0${seq}:00`, editedAt: null, deletedAt: null },
    ...{ pinnedAt: null, state: 'sent', mine: false, error: undefined },
    ...changes,
  };
}
const by = (id: string): Partial<RoomMessage> => ({ sender: { ...message(0).sender, id } });
const shown = (items: readonly Item[]): string[] =>
  items.map((item) => (item.kind === 'message' ? `${item.isFirst ? 'first ' : ''}${item.message.id}` : item.kind));

describe('itemsOf', () => {
  it('puts a day before its first message, and groups what one person says in a row', () => {
    const messages = [
      message(1),
      message(2),
      message(3, by('bo')),
      message(4, { createdAt: '2026-05-05T08:00:00', ...by('bo') }),
    ];
    expect(shown(itemsOf(messages, undefined))).toEqual(['day', 'first m1', 'm2', 'first m3', 'day', 'first m4']);
  });

  it('begins anew after a pause, and with a reply', () => {
    const messages = [message(1), message(7, { replyTo: 'm1' }), message(8), message(9, { createdAt: '2026-05-04T12:30:00' })];
    const items = itemsOf(messages, undefined);
    expect(shown(items)).toEqual(['day', 'first m1', 'first m7', 'm8', 'first m9']);
    expect(items[2]).toMatchObject({ quoted: messages[0] });
  });

  it('draws the line once, before the first message of others that was not read', () => {
    const messages = [message(1), message(2, { mine: true }), message(3), message(4)];
    expect(shown(itemsOf(messages, 1))).toEqual(['day', 'first m1', 'm2', 'unread', 'first m3', 'm4']);
    expect(shown(itemsOf(messages, 4))).not.toContain('unread');
  });
});

import { describe, expect, it } from '@jest/globals';
import type { Message } from '../protocol/index.js';
import { cutPage } from './page.js';
import { presentGuest, presentMessage } from './message.presenter.js';

function message(seq: number, text: string): Message {
  const said = { kind: 'text', text, metadata: null, clientId: null, replyTo: null, mentions: [], attachments: null, reactions: null };
  const stored = { id: `m${seq}`, seq, revisionSeq: seq, senderId: 'guest:1', senderName: 'Mia', ...said };
  const times = { createdAt: new Date(0), editedAt: null, deletedAt: null, pinnedAt: null };
  return presentMessage({ ...stored, ...times }, { id: 'r', key: null, code: null }, presentGuest('guest:1', 'Mia'));
}

const seqs = (page: { messages: Message[] }) => page.messages.map(({ seq }) => seq);

describe('cutPage', () => {
  const four = [1, 2, 3, 4].map((seq) => message(seq, 'x'.repeat(1_000)));

  it('gives as many as were asked for, and says that there are more', () => {
    const page = cutPage(four, { count: 3, bytes: 100_000 });
    expect(seqs(page)).toEqual([1, 2, 3]);
    expect(page.hasMore).toBe(true);
  });

  it('says when there are no more', () => {
    const page = cutPage(four, { count: 4, bytes: 100_000 });
    expect(seqs(page)).toEqual([1, 2, 3, 4]);
    expect(page.hasMore).toBe(false);
  });

  it('ends early when the messages are long', () => {
    const page = cutPage(four, { count: 4, bytes: 3_000 });
    expect(seqs(page)).toEqual([1, 2]);
    expect(page.hasMore).toBe(true);
  });

  it('gives one message however long it is, so that paging always gets on', () => {
    expect(seqs(cutPage(four, { count: 4, bytes: 10 }))).toEqual([1]);
  });
});

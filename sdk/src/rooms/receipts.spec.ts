import { expect, it } from '@jest/globals';
import type { Receipt } from '../../../src/protocol/index.js';
import { withReceipts } from './receipts.js';

const ROOM = { id: 'room', key: null, code: null };

function receiptOf(id: string, readSeq: number, deliveredSeq: number): Receipt {
  return {
    room: ROOM,
    user: { id, username: id, name: id, avatarUrl: null, role: 'student', guest: false },
    readSeq,
    deliveredSeq,
  };
}

it('an answer that was overtaken by a fact takes nothing back', () => {
  const known = withReceipts(new Map(), [receiptOf('ana', 5, 5), receiptOf('ben', 1, 4)]);
  const now = withReceipts(known, [receiptOf('ana', 3, 3), receiptOf('ben', 1, 3), receiptOf('cleo', 0, 0)]);
  expect([...now.values()]).toEqual([receiptOf('ana', 5, 5), receiptOf('ben', 1, 4), receiptOf('cleo', 0, 0)]);
});

it('what goes farther counts, whichever mark it is', () => {
  const known = withReceipts(new Map(), [receiptOf('ana', 1, 4)]);
  expect(withReceipts(known, [receiptOf('ana', 1, 5)]).get('ana')).toEqual(receiptOf('ana', 1, 5));
  expect(withReceipts(known, [receiptOf('ana', 4, 4)]).get('ana')).toEqual(receiptOf('ana', 4, 4));
  expect(known.get('ana')).toEqual(receiptOf('ana', 1, 4));
});

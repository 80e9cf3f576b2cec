import type { Receipt } from '../../../src/protocol/index.js';
import type { RoomState } from './room-state.js';

/** With what was just told. Marks only grow: an answer that a fact has overtaken takes nothing back. */
export function withReceipts(known: RoomState['receipts'], told: readonly Receipt[]): RoomState['receipts'] {
  const receipts = new Map(known);
  for (const receipt of told) {
    const { user, readSeq, deliveredSeq } = receipt;
    const before = receipts.get(user.id);
    if (before === undefined || readSeq + deliveredSeq > before.readSeq + before.deliveredSeq) receipts.set(user.id, receipt);
  }
  return receipts;
}

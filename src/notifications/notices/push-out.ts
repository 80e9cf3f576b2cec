import type { Transaction } from '../../database/index.js';
import type { PushedNotice, Withdrawal } from './notice.js';

/**
 * Brings notices to devices that have no connection. Who calls it has decided that the person is away, wants pushes of that kind and
 * has no quiet hours. All of it happens in the caller's transaction: nothing is sent there, it is only written down to be sent.
 */
export abstract class PushOut {
  abstract push(tx: Transaction, notices: readonly PushedNotice[]): Promise<void>;
  /** What was not sent is not sent any more; devices that show it already are told to take it away. */
  abstract withdraw(tx: Transaction, withdrawals: readonly Withdrawal[]): Promise<void>;
  /** What shows one of these messages, and was not sent, is not sent any more. */
  abstract forgetMessages(tx: Transaction, messageIds: readonly string[]): Promise<void>;
}

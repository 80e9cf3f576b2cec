import type { OutboxEvent } from '../common/index.js';
import { presentUser, type Shown } from './user.presenter.js';

/** For the outbox, in the transaction that adds them; guests have no account, and are not told. */
export function userCreated(user: Shown): OutboxEvent {
  return { name: 'user.created', data: { user: presentUser(user) } };
}

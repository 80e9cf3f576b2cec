import type { Message } from '../../protocol/index.js';

/** Those that were not deleted: old clients know no message that is gone, and would show an empty one. */
export function standing(messages: readonly Message[]): Message[] {
  return messages.filter(({ deletedAt }) => deletedAt === null);
}

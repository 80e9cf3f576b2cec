import type { Conversations, ConversationsState } from '../conversations/conversations.js';
import { useClient } from './context.js';
import { useStore } from './use-store.js';

/** One's conversations with their unread counts, kept up to date. */
export function useConversations(): ConversationsState & Pick<Conversations, 'load' | 'loadMore'> {
  const { conversations } = useClient();
  return { ...useStore(conversations), load: () => conversations.load(), loadMore: () => conversations.loadMore() };
}

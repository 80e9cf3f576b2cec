import { useConversations } from '@lyceum/client/react';

/** Messages of conversations of two that one has not read yet. */
export function useUnreadMessages(): number {
  const { conversations } = useConversations();
  return conversations.reduce((sum, { room, unread }) => sum + (room.kind === 'direct' ? unread : 0), 0);
}

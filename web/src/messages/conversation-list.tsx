import { useClient, useConversations, useMe, usePresence } from '@lyceum/client/react';
import { MessagesSquare } from 'lucide-react';
import { useEffect } from 'react';
import { messages as said } from '../strings/messages.js';
import { Button } from '../ui/button.js';
import { SkeletonList } from '../ui/skeleton.js';
import { EmptyState, ErrorState } from '../ui/states.js';
import { ConversationRow } from './conversation-row.js';

/** As many as a server lets one connection ask about at once. */
const WATCHED = 200;
/** Fewer conversations on a page than this do not fill a screen: rooms stand between them. */
const FULL = 12;

interface ConversationListProps {
  /** The person of the conversation that is shown. */
  openId: string | undefined;
  onNew: () => void;
}

/** Conversations of two, most recently used first. Rooms are listed on the start page. */
export function ConversationList({ openId, onNew }: ConversationListProps) {
  const list = useClient().conversations;
  const { conversations, loaded, loading, hasMore, error } = useConversations();
  const meId = useMe()?.id;
  const shown = conversations.flatMap((conversation) => {
    const { peer } = conversation.room;
    return conversation.room.kind === 'direct' && peer !== null ? { conversation, peer } : [];
  });
  const presence = usePresence(shown.slice(0, WATCHED).map(({ peer }) => peer.id));
  const isShort = loaded && hasMore && !loading && error === undefined && shown.length < FULL;
  useEffect(() => {
    // What fails is in the state.
    if (isShort) list.loadMore().catch(() => undefined);
  }, [isShort, list]);

  if (error !== undefined && !loaded) {
    return <ErrorState onRetry={() => void list.load().catch(() => undefined)}>{error.message}</ErrorState>;
  }
  if (!loaded || (shown.length === 0 && hasMore && error === undefined)) {
    return (
      <div className="px-4 py-3">
        <SkeletonList rows={6} />
      </div>
    );
  }
  if (shown.length === 0 && !hasMore) {
    const start = (
      <Button look="primary" onClick={onNew}>
        {said.start}
      </Button>
    );
    return (
      <EmptyState icon={<MessagesSquare aria-hidden size={26} />} title={said.empty} actions={start}>
        {said.emptyText}
      </EmptyState>
    );
  }
  return (
    <div className="min-h-0 grow overflow-y-auto overscroll-contain px-2 pb-3 lg:pt-2">
      <ul className="grid grid-cols-[minmax(0,1fr)] gap-0.5">
        {shown.map(({ conversation, peer }) => (
          <li key={conversation.room.id}>
            <ConversationRow
              conversation={conversation}
              peer={peer}
              presence={presence.get(peer.id)?.state}
              isMine={conversation.lastMessage?.sender.id === meId}
              isOpen={openId === peer.id}
            />
          </li>
        ))}
      </ul>
      {hasMore && (
        <div className="grid gap-2 px-2 pt-3">
          {error !== undefined && !loading && (
            <p role="alert" className="text-sm text-danger">
              {error.message}
            </p>
          )}
          <Button busy={loading} onClick={() => void list.loadMore().catch(() => undefined)}>
            {said.more}
          </Button>
        </div>
      )}
    </div>
  );
}

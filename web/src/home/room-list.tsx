import type { Conversation } from '@lyceum/client';
import { useConversations } from '@lyceum/client/react';
import { ChevronRight, DoorOpen } from 'lucide-react';
import { Link } from 'react-router';
import { summaryOf } from '../chat/summary.js';
import { strings } from '../strings/index.js';
import { UnreadBadge } from '../ui/badge.js';
import { Button } from '../ui/button.js';
import { Card } from '../ui/page.js';
import { RelativeTime } from '../ui/relative-time.js';
import { SkeletonList } from '../ui/skeleton.js';
import { EmptyState, ErrorState } from '../ui/states.js';

const said = strings.home.rooms;

/** The rooms one belongs to, most recently used first. Conversations of two have a page of their own. */
export function RoomList() {
  const { conversations, loaded, loading, hasMore, error, load, loadMore } = useConversations();
  const rooms = conversations.filter(({ room }) => room.kind !== 'direct');
  return (
    <Card title={said.title}>
      {error !== undefined && !loaded ? (
        <ErrorState onRetry={() => void load()}>{error.message}</ErrorState>
      ) : !loaded ? (
        <SkeletonList rows={3} />
      ) : rooms.length === 0 ? (
        <EmptyState icon={<DoorOpen aria-hidden size={26} />} title={said.empty}>
          {said.emptyText}
        </EmptyState>
      ) : (
        <ul className="-mx-2 grid gap-1">
          {rooms.map((conversation) => (
            <li key={conversation.room.id}>
              <RoomLink conversation={conversation} />
            </li>
          ))}
        </ul>
      )}
      {hasMore && (
        <Button busy={loading} onClick={() => void loadMore()}>
          {said.more}
        </Button>
      )}
    </Card>
  );
}

function RoomLink({ conversation: { room, lastMessage, unread } }: { conversation: Conversation }) {
  return (
    <Link
      to={room.code === null ? `/rooms/${room.id}` : `/s/${room.code}`}
      className="flex min-h-16 items-center gap-3 rounded-xl px-2 transition-colors hover:bg-sunken"
    >
      <span className="grid size-10 shrink-0 place-items-center rounded-xl bg-accent-soft text-accent">
        <DoorOpen aria-hidden size={20} />
      </span>
      <span className="grid min-w-0 grow">
        <span className="truncate font-medium">{room.title ?? said.untitled}</span>
        <span className="truncate text-sm text-muted">{lastMessage === null ? room.code : summaryOf(lastMessage)}</span>
      </span>
      <span className="shrink-0 text-sm text-muted">
        <RelativeTime at={lastMessage?.createdAt ?? room.createdAt} />
      </span>
      <UnreadBadge count={unread} />
      <ChevronRight aria-hidden size={18} className="shrink-0 text-muted" />
    </Link>
  );
}

import type { Conversation, User } from '@lyceum/client';
import { clsx } from 'clsx';
import { AtSign } from 'lucide-react';
import { Link } from 'react-router';
import { summaryOf } from '../chat/summary.js';
import { messages as said } from '../strings/messages.js';
import { Avatar, type Shown } from '../ui/avatar.js';
import { UnreadBadge } from '../ui/badge.js';
import { RelativeTime } from '../ui/relative-time.js';

interface ConversationRowProps {
  conversation: Conversation;
  peer: User;
  presence: Shown | undefined;
  /** One has said the last thing oneself. */
  isMine: boolean;
  isOpen: boolean;
}

/** One of the conversations: with whom, what was said last, when, and how much of it is new. */
export function ConversationRow({ conversation, peer, presence, isMine, isOpen }: ConversationRowProps) {
  const { lastMessage, unread, mentions, room } = conversation;
  const text = lastMessage === null ? said.nothing : summaryOf(lastMessage);
  return (
    <Link
      to={`/messages/${encodeURIComponent(peer.id)}`}
      state={{ person: peer }}
      aria-current={isOpen ? 'page' : undefined}
      className={clsx(
        'flex min-h-18 items-center gap-3 rounded-xl px-2.5 py-2 -outline-offset-2 transition-colors',
        isOpen ? 'bg-accent-soft' : 'hover:bg-sunken',
      )}
    >
      <Avatar name={peer.name} src={peer.avatarUrl} {...(presence === undefined ? {} : { presence })} />
      <span className="grid min-w-0 grow grid-cols-[minmax(0,1fr)] gap-0.5 leading-snug">
        <span className="flex items-baseline gap-2">
          <span className={clsx('min-w-0 grow truncate', unread > 0 ? 'font-semibold' : 'font-medium')}>{peer.name}</span>
          <span className="shrink-0 text-xs text-muted">
            <RelativeTime at={lastMessage?.createdAt ?? room.createdAt} />
          </span>
        </span>
        <span className="flex min-h-5 items-center gap-1.5">
          <span className={clsx('min-w-0 grow truncate text-sm', unread > 0 ? 'text-ink' : 'text-muted')}>
            {isMine ? said.you(text) : text}
          </span>
          {mentions > 0 && (
            <span title={said.mentioned} className="shrink-0 text-accent">
              <AtSign aria-hidden size={16} />
              <span className="sr-only">{said.mentioned}</span>
            </span>
          )}
          <UnreadBadge count={unread} />
        </span>
      </span>
    </Link>
  );
}

import type { Presence, User } from '@lyceum/client';
import { ArrowLeft, Ban, EllipsisVertical, Pin } from 'lucide-react';
import { Link } from 'react-router';
import { CallButtons } from '../calls/call-buttons.js';
import { messages as said } from '../strings/messages.js';
import { Avatar } from '../ui/avatar.js';
import { IconButton } from '../ui/button.js';
import { Menu, MenuItem, MenuSeparator } from '../ui/menu.js';
import { timeSince } from '../ui/relative-time.js';
import { useNow } from '../ui/use-now.js';

interface ConversationHeaderProps {
  person: User;
  /** Undefined until it is known. */
  presence: Presence | undefined;
  isBlocked: boolean;
  /** Absent where nothing was said yet. */
  onPins: (() => void) | undefined;
  onBlock: () => void;
}

/** With whom one writes, how they are, and what can be done. */
export function ConversationHeader({ person, presence, isBlocked, onPins, onBlock }: ConversationHeaderProps) {
  const picture = { 'aria-hidden': true, size: 18 } as const;
  const about = useAbout(presence);
  return (
    <header className="flex min-h-16 shrink-0 items-center gap-2 border-b border-line bg-surface py-1.5 pr-2 pl-1 md:pr-4 lg:pl-6">
      <Link
        to="/messages"
        aria-label={said.back}
        className="touch grid shrink-0 place-items-center rounded-xl text-muted hover:bg-sunken hover:text-ink lg:hidden"
      >
        <ArrowLeft aria-hidden size={20} />
      </Link>
      <Avatar name={person.name} src={person.avatarUrl} {...(presence === undefined ? {} : { presence: presence.state })} />
      <div className="grid min-w-0 grow leading-snug">
        <h1 className="truncate text-lg font-semibold tracking-tight">{person.name}</h1>
        <p className="h-5 truncate text-sm/5 text-muted">{about}</p>
      </div>
      {!isBlocked && <CallButtons to={{ id: person.id }} name={person.name} />}
      <Menu
        trigger={
          <IconButton label={said.menu}>
            <EllipsisVertical aria-hidden size={20} />
          </IconButton>
        }
      >
        {onPins !== undefined && (
          <>
            <MenuItem icon={<Pin {...picture} />} onSelect={onPins}>
              {said.pins}
            </MenuItem>
            <MenuSeparator />
          </>
        )}
        <MenuItem danger={!isBlocked} icon={<Ban {...picture} />} onSelect={onBlock}>
          {isBlocked ? said.block.unblock : said.block.block}
        </MenuItem>
      </Menu>
    </header>
  );
}

/** How somebody is, in a few words. */
function useAbout(presence: Presence | undefined): string {
  const now = useNow();
  if (presence === undefined) return '';
  const { state, statusText, lastSeenAt } = presence;
  if (state !== 'offline') return statusText ?? said[state];
  return lastSeenAt === null ? said.offline : said.lastSeen(timeSince(lastSeenAt, now));
}

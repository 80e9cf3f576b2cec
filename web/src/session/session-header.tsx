import type { RoomState } from '@lyceum/client';
import { clsx } from 'clsx';
import { ArrowLeft, EllipsisVertical, Keyboard, LogOut, Megaphone, Pin, Settings, UserPlus, Users } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { session } from '../strings/session.js';
import { Button, IconButton } from '../ui/button.js';
import { Menu, MenuItem, MenuSeparator } from '../ui/menu.js';
import { moderates } from './rights.js';

const said = session.actions;

/** What can be opened from the header. */
export type Panel = 'share' | 'pins' | 'announce' | 'settings' | 'shortcuts' | 'leave';

interface SessionHeaderProps {
  state: RoomState;
  isPeopleShown: boolean;
  onPeople: () => void;
  onOpen: (panel: Panel) => void;
  /** Before its buttons: what else the session offers, such as calls. */
  actions?: ReactNode;
}

/** Which session it is, how many are here, and what can be done. */
export function SessionHeader({ state, isPeopleShown, onPeople, onOpen, actions }: SessionHeaderProps) {
  const { room, role, participantCount, knocks } = state;
  const waiting = moderates(role) ? knocks.length : 0;
  const picture = { 'aria-hidden': true, size: 18 } as const;
  const canInvite = typeof room?.code === 'string';
  return (
    <header className="flex min-h-16 shrink-0 items-center gap-1 border-b border-line bg-surface py-1.5 pr-2 pl-1 sm:gap-2 md:pr-4 md:pl-6">
      <Link
        to="/"
        aria-label={session.back}
        className="touch grid shrink-0 place-items-center rounded-xl text-muted hover:bg-sunken hover:text-ink md:hidden"
      >
        <ArrowLeft aria-hidden size={20} />
      </Link>
      <div className="grid min-w-0 grow leading-snug">
        <h1 className="truncate text-lg font-semibold tracking-tight">{room?.title ?? session.untitled}</h1>
        <p className="flex gap-2 truncate text-sm text-muted">
          <span className="truncate">{session.hereNow(participantCount)}</span>
        </p>
      </div>
      {actions}
      {canInvite && (
        <>
          <span className="hidden 2xl:block">
            <Button icon={<UserPlus {...picture} />} onClick={() => onOpen('share')}>
              {said.invite}
            </Button>
          </span>
          <span className="hidden sm:block 2xl:hidden">
            <IconButton label={said.invite} onClick={() => onOpen('share')}>
              <UserPlus aria-hidden size={20} />
            </IconButton>
          </span>
        </>
      )}
      <span className="hidden sm:block">
        <IconButton label={said.pins} onClick={() => onOpen('pins')}>
          <Pin aria-hidden size={20} />
        </IconButton>
      </span>
      <IconButton
        label={waiting > 0 ? said.peopleWaiting(waiting) : said.people}
        aria-pressed={isPeopleShown}
        onClick={onPeople}
        className={clsx('relative', isPeopleShown && 'bg-sunken')}
      >
        <Users aria-hidden size={20} />
        {waiting > 0 && (
          <span
            aria-hidden
            className="absolute top-1 right-0.5 grid h-5 min-w-5 place-items-center rounded-full bg-accent px-1 text-xs font-semibold text-on-accent"
          >
            {waiting}
          </span>
        )}
      </IconButton>
      <Menu
        trigger={
          <IconButton label={session.menu}>
            <EllipsisVertical aria-hidden size={20} />
          </IconButton>
        }
      >
        {canInvite && (
          <MenuItem icon={<UserPlus {...picture} />} onSelect={() => onOpen('share')}>
            {said.invite}
          </MenuItem>
        )}
        <MenuItem icon={<Pin {...picture} />} onSelect={() => onOpen('pins')}>
          {said.pins}
        </MenuItem>
        {moderates(role) && (
          <>
            <MenuItem icon={<Megaphone {...picture} />} onSelect={() => onOpen('announce')}>
              {said.announce}
            </MenuItem>
            <MenuItem icon={<Settings {...picture} />} onSelect={() => onOpen('settings')}>
              {said.settings}
            </MenuItem>
          </>
        )}
        <MenuItem icon={<Keyboard {...picture} />} onSelect={() => onOpen('shortcuts')}>
          {said.shortcuts}
        </MenuItem>
        <MenuSeparator />
        <MenuItem danger icon={<LogOut {...picture} />} onSelect={() => onOpen('leave')}>
          {said.leave}
        </MenuItem>
      </Menu>
    </header>
  );
}

import type { Notification, NotificationKind } from '@lyceum/client';
import { clsx } from 'clsx';
import { AtSign, Check, DoorOpen, HandHelping, Megaphone, MessageSquare, Phone, type LucideIcon } from 'lucide-react';
import { useRef, type ReactNode } from 'react';
import { Link } from 'react-router';
import { notifications as said } from '../strings/notifications.js';
import { IconButton } from '../ui/button.js';
import { RelativeTime } from '../ui/relative-time.js';
import { pathOf } from './where.js';

const PICTURES: Record<NotificationKind, LucideIcon> = {
  message: MessageSquare,
  mention: AtSign,
  call: Phone,
  help: HandHelping,
  invitation: DoorOpen,
  announcement: Megaphone,
};

interface NotificationRowProps {
  notification: Notification;
  onRead: () => void;
}

/** One notification, which leads to where it happened; going there is reading it. */
export function NotificationRow({ notification, onRead }: NotificationRowProps) {
  const { kind, title, body, data, createdAt, readAt } = notification;
  const isNew = readAt === null;
  const Picture = PICTURES[kind];
  const row = useRef<HTMLLIElement>(null);
  const markRead = (): void => {
    onRead();
    // The button goes.
    (row.current?.querySelector('a') ?? row.current)?.focus();
  };
  return (
    <li
      ref={row}
      tabIndex={-1}
      className={clsx('flex items-center rounded-xl transition-colors hover:bg-sunken', isNew && 'bg-accent-soft')}
    >
      <Way path={pathOf(notification)} onGo={isNew ? onRead : undefined}>
        <span className="grid size-10 shrink-0 place-items-center rounded-xl bg-sunken text-muted">
          <Picture aria-hidden size={20} />
        </span>
        <span className="grid min-w-0 grow gap-0.5">
          <span className="grid gap-x-3 sm:flex sm:items-baseline">
            <span className={clsx('min-w-0 grow wrap-anywhere', isNew ? 'font-semibold' : 'font-medium')}>
              {isNew && (
                <>
                  <span aria-hidden className="mr-2 inline-block size-2 rounded-full bg-accent align-middle" />
                  <span className="sr-only">{said.unread}: </span>
                </>
              )}
              {title}
              {kind === 'message' && typeof data.count === 'number' && data.count > 1 && (
                <span className="font-normal text-muted"> · {said.messages(data.count)}</span>
              )}
            </span>
            <span className="shrink-0 text-sm text-muted">
              <RelativeTime at={createdAt} />
            </span>
          </span>
          {body !== '' && <span className="line-clamp-3 wrap-anywhere text-muted">{body}</span>}
        </span>
      </Way>
      {isNew && (
        <IconButton label={said.markRead(title)} onClick={markRead}>
          <Check aria-hidden size={20} />
        </IconButton>
      )}
    </li>
  );
}

const SHAPE = 'flex min-w-0 grow items-start gap-3 rounded-xl px-2 py-3';

function Way({ path, onGo, children }: { path: string | undefined; onGo: (() => void) | undefined; children: ReactNode }) {
  if (path === undefined) return <div className={SHAPE}>{children}</div>;
  return (
    <Link to={path} onClick={onGo} className={SHAPE}>
      {children}
    </Link>
  );
}

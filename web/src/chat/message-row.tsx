import type { RoomMessage } from '@lyceum/client';
import { clsx } from 'clsx';
import { Pin } from 'lucide-react';
import { memo } from 'react';
import { chat as said } from '../strings/chat.js';
import { Avatar } from '../ui/avatar.js';
import { Attachments } from './attachments.js';
import { MessageActions } from './message-actions.js';
import { MessageState } from './message-state.js';
import { MessageText } from './message-text.js';
import { Quote } from './quote.js';
import { Reactions } from './reactions.js';
import type { Seen } from './seen.js';
import { clockOf, exactly } from './times.js';

interface MessageRowProps {
  message: RoomMessage;
  /** Of several by the same person in a row. */
  isFirst: boolean;
  quoted: RoomMessage | undefined;
  /** It addresses us. */
  isForMe: boolean;
  /** Shows what can be done with it. */
  isActive: boolean;
  /** Of one's own last message: who has seen it. */
  seen: Seen | undefined;
  onHold: (held: boolean) => void;
}

/** One message: others' on the left with who said it, one's own on the right. */
export const MessageRow = memo(function MessageRow(props: MessageRowProps) {
  const { message, isFirst, isForMe, isActive, seen, onHold } = props;
  const { mine, sender } = message;
  const isThere = message.deletedAt === null && message.state === 'sent';
  return (
    <div
      role="listitem"
      data-message={message.id}
      data-seq={message.seq}
      tabIndex={-1}
      className={clsx('flex gap-3 px-4 -outline-offset-2 sm:px-6', isFirst ? 'pt-3' : 'pt-1', mine && 'justify-end')}
    >
      {!mine && (
        <span className="w-8 shrink-0 pt-0.5">
          {isFirst && <Avatar name={sender.name} src={sender.avatarUrl} size="small" />}
        </span>
      )}
      <div
        className={clsx(
          'grid max-w-[85%] min-w-0 grid-cols-[minmax(0,1fr)] gap-1 sm:max-w-[min(75%,42rem)]',
          mine ? 'justify-items-end' : 'justify-items-start',
        )}
      >
        {/* Each message names its sender to screen readers, the first of a row to everybody. */}
        <p className={clsx('flex max-w-full items-baseline gap-2 text-sm', !isFirst && 'sr-only')}>
          <span className={clsx('truncate font-semibold', mine && 'sr-only')}>{mine ? said.you : sender.name}</span>
          <time dateTime={message.createdAt} title={exactly(message.createdAt)} className="shrink-0 text-xs text-muted">
            {clockOf(message.createdAt)}
          </time>
        </p>
        <div className="relative max-w-full">
          <Bubble {...props} isForMe={isForMe} />
          {!isActive && isThere && (
            // Screen readers on phones know no pointing and no keys: pressing it shows what can be done, right after it.
            <button type="button" tabIndex={-1} aria-label={said.actions.of(mine ? said.you : sender.name)} className="sr-only" />
          )}
          {isActive && isThere && (
            <div
              className={clsx(
                'absolute bottom-full z-10 -mb-3 sm:top-0 sm:bottom-auto sm:-mt-0.5 sm:mb-0',
                mine ? 'right-0 sm:right-full sm:mr-2' : 'left-0 sm:left-full sm:ml-2',
              )}
            >
              <MessageActions message={message} onHold={onHold} />
            </div>
          )}
        </div>
        <Reactions message={message} />
        {mine && <MessageState message={message} seen={seen} />}
      </div>
    </div>
  );
});

function Bubble({ message, quoted, isForMe }: MessageRowProps) {
  const { mine } = message;
  if (message.deletedAt !== null) {
    return <p className="rounded-2xl border border-dashed border-line px-3.5 py-2 text-muted italic">{said.deleted}</p>;
  }
  return (
    <div
      className={clsx(
        'max-w-full rounded-2xl px-3.5 py-2',
        mine ? 'bg-accent-soft' : 'border border-line bg-surface',
        isForMe && 'border-accent!',
        message.state === 'sending' && 'opacity-75',
      )}
    >
      {message.replyTo !== null && <Quote messageId={message.replyTo} original={quoted} mine={mine} />}
      {message.text !== '' && <MessageText text={message.text} mentions={message.mentions} />}
      <Attachments files={message.attachments} />
      {message.text === '' && message.attachments.length === 0 && <p className="text-muted italic">{said.otherKind}</p>}
      {(message.editedAt !== null || message.pinnedAt !== null) && (
        <p className="flex items-center gap-2 text-xs text-muted">
          {message.pinnedAt !== null && (
            <span className="inline-flex items-center gap-1">
              <Pin aria-hidden size={12} />
              {said.pinned}
            </span>
          )}
          {message.editedAt !== null && <span title={said.editedAt(exactly(message.editedAt))}>{said.edited}</span>}
        </p>
      )}
    </div>
  );
}

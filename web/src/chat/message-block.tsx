import { clsx } from 'clsx';
import { memo, useLayoutEffect, useRef } from 'react';
import { chat as said } from '../strings/chat.js';
import { useNow } from '../ui/use-now.js';
import { isSameBlock, type Block } from './blocks.js';
import { MessageRow } from './message-row.js';
import type { Seen } from './seen.js';
import { dayName } from './times.js';

interface MessageBlockProps {
  block: Block;
  meId: string;
  /** Which of its messages shows what can be done with it. */
  active: string | undefined;
  /** Our own last message of the room, where it is one of these, and who has seen it. */
  lastMine: string | undefined;
  seen: Seen | undefined;
  onHold: (held: boolean) => void;
}

/** Some messages, and what stands between them. */
export const MessageBlock = memo(function MessageBlock({ block, meId, active, lastMine, seen, onHold }: MessageBlockProps) {
  const element = useRef<HTMLDivElement>(null);
  const rows = block.items.length;
  useLayoutEffect(() => {
    // With more rows it has another height than the one that the browser remembers.
    element.current?.removeAttribute('data-measured');
  }, [rows]);
  return (
    <div ref={element} data-block className={clsx('message-block', active !== undefined && 'is-active')}>
      {block.items.map((item) => {
        if (item.kind === 'day') return <Day key={item.key} at={item.at} />;
        if (item.kind === 'unread') return <UnreadLine key={item.key} />;
        const { message, isFirst, quoted } = item;
        return (
          <MessageRow
            key={item.key}
            message={message}
            isFirst={isFirst}
            quoted={quoted}
            isForMe={!message.mine && message.mentions.includes(meId)}
            isActive={active === message.id}
            seen={lastMine === message.id ? seen : undefined}
            onHold={onHold}
          />
        );
      })}
    </div>
  );
}, isSameProps);

function isSameProps(before: MessageBlockProps, after: MessageBlockProps): boolean {
  const { block, ...others } = after;
  const names = Object.keys(others) as (keyof typeof others)[];
  return names.every((name) => before[name] === after[name]) && isSameBlock(before.block, block);
}

function Day({ at }: { at: string }) {
  const now = useNow();
  return (
    <div
      role="listitem"
      className="flex items-center gap-4 px-4 pt-5 pb-1 text-sm text-muted before:h-px before:grow before:bg-line after:h-px after:grow after:bg-line sm:px-6"
    >
      {dayName(at, now)}
    </div>
  );
}

function UnreadLine() {
  return (
    <div
      role="listitem"
      data-unread
      className="flex items-center gap-4 px-4 pt-4 pb-1 text-sm font-semibold text-accent before:h-0.5 before:grow before:rounded-full before:bg-accent after:h-0.5 after:grow after:rounded-full after:bg-accent sm:px-6"
    >
      {said.newMessages}
    </div>
  );
}

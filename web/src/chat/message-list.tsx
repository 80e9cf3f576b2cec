import type { RoomState } from '@lyceum/client';
import { memo, useCallback, useRef, useState, type KeyboardEvent, type ReactNode, type SyntheticEvent } from 'react';
import { clsx } from 'clsx';
import { chat as said } from '../strings/chat.js';
import { useNow } from '../ui/use-now.js';
import { JumpButton } from './jump-button.js';
import { MessageRow } from './message-row.js';
import { OlderMessages } from './older-messages.js';
import { seenBy } from './seen.js';
import { dayName } from './times.js';
import type { Scrolling } from './use-scroll.js';

interface MessageListProps {
  state: RoomState;
  meId: string;
  scrolling: Scrolling;
  /** Where nothing was said yet. */
  empty: ReactNode;
  /** What a key does on a message. */
  onKey: (event: KeyboardEvent, messageId: string) => void;
}

/** All that was said, newest at the end. */
export const MessageList = memo(function MessageList({ state, meId, scrolling, empty, onKey }: MessageListProps) {
  const { scroller, content, items, isFar, toEnd } = scrolling;
  const [active, setActive] = useState<string>();
  const isHeld = useRef(false);
  const now = useNow();
  const lastMine = state.messages.findLast(({ mine, state: sending }) => mine && sending === 'sent');

  const hold = useCallback((held: boolean): void => void (isHeld.current = held), []);
  // What is opened from a row stands elsewhere in the page; its events come here all the same, and are not for the list.
  const isWithin = ({ currentTarget, target }: SyntheticEvent): boolean =>
    target instanceof Node && currentTarget instanceof Node && currentTarget.contains(target);
  const activate = (event: SyntheticEvent): void => {
    if (!isHeld.current && isWithin(event)) setActive(rowOf(event.target)?.dataset.message);
  };
  // Where the keyboard is, what it can do stays; a row that was merely clicked does not count.
  const leave = (): void => {
    if (isHeld.current) return;
    const focused = document.activeElement;
    setActive(focused?.matches(':focus-visible') === true ? rowOf(focused)?.dataset.message : undefined);
  };
  const move = (event: KeyboardEvent): void => {
    if (!isWithin(event)) return;
    const row = rowOf(event.target);
    if (row !== undefined && event.target === row) onKey(event, row.dataset.message ?? '');
    const next = nextRow(event.key, row, content.current);
    if (next === undefined) return;
    event.preventDefault();
    next.focus();
  };

  return (
    <div className="relative min-h-0 grow">
      <div
        ref={scroller}
        role="log"
        aria-label={said.messages}
        // What is new is said by the announcer: this list also grows at its beginning.
        aria-live="off"
        tabIndex={0}
        onKeyDown={move}
        className="flex size-full flex-col overflow-x-hidden overflow-y-auto overscroll-contain -outline-offset-2 [overflow-anchor:none]"
      >
        {items.length === 0 && <div className="my-auto">{state.live && empty}</div>}
        <ol
          ref={content}
          // Moved, not merely over: rows that pass below a pointer at rest are not meant.
          onPointerMove={(event) => event.pointerType === 'mouse' && activate(event)}
          onPointerLeave={leave}
          onFocus={activate}
          onClick={activate}
          className={clsx('mt-auto pb-3', items.length === 0 && 'hidden')}
        >
          <li>
            <OlderMessages state={state} scrolling={scrolling} />
          </li>
          {items.map((item) => {
            if (item.kind === 'day') return <Day key={item.key}>{dayName(item.at, now)}</Day>;
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
                seen={message === lastMine ? seenBy(state, message.seq, meId) : undefined}
                onHold={hold}
              />
            );
          })}
        </ol>
      </div>
      <JumpButton isShown={isFar} unread={state.unread} onJump={toEnd} />
    </div>
  );
});

function Day({ children }: { children: string }) {
  return (
    <li className="flex items-center gap-4 px-4 pt-5 pb-1 text-sm text-muted before:h-px before:grow before:bg-line after:h-px after:grow after:bg-line sm:px-6">
      {children}
    </li>
  );
}

function UnreadLine() {
  return (
    <li
      data-unread
      className="flex items-center gap-4 px-4 pt-4 pb-1 text-sm font-semibold text-accent before:h-0.5 before:grow before:rounded-full before:bg-accent after:h-0.5 after:grow after:rounded-full after:bg-accent sm:px-6"
    >
      {said.newMessages}
    </li>
  );
}

function rowOf(target: EventTarget): HTMLElement | undefined {
  return target instanceof Element ? (target.closest<HTMLElement>('[data-message]') ?? undefined) : undefined;
}

/** Up and down go from message to message; from the list itself up goes to the newest. */
function nextRow(key: string, row: HTMLElement | undefined, content: HTMLElement | null): HTMLElement | undefined {
  const rows = (): HTMLElement[] => [...(content?.querySelectorAll<HTMLElement>('[data-message]') ?? [])];
  if (row === undefined) return key === 'ArrowUp' ? rows().at(-1) : undefined;
  if (key === 'Home') return rows()[0];
  if (key === 'End') return rows().at(-1);
  if (key !== 'ArrowUp' && key !== 'ArrowDown') return undefined;
  const all = rows();
  return all[all.indexOf(row) + (key === 'ArrowUp' ? -1 : 1)];
}

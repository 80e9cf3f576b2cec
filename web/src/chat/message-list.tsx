import type { RoomState } from '@lyceum/client';
import { memo, useCallback, useMemo, useRef, useState, type KeyboardEvent, type ReactNode, type SyntheticEvent } from 'react';
import { clsx } from 'clsx';
import { chat as said } from '../strings/chat.js';
import { blocksOf, holds } from './blocks.js';
import { JumpButton } from './jump-button.js';
import { MessageBlock } from './message-block.js';
import { OlderMessages } from './older-messages.js';
import { seenBy } from './seen.js';
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
  const blocks = useMemo(() => blocksOf(items), [items]);
  const lastMine = state.messages.findLast(({ mine, state: sending }) => mine && sending === 'sent');
  const seen = lastMine === undefined ? undefined : seenBy(state, lastMine.seq, meId);

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
        <div
          ref={content}
          role="list"
          // Moved, not merely over: rows that pass below a pointer at rest are not meant.
          onPointerMove={(event) => event.pointerType === 'mouse' && activate(event)}
          onPointerLeave={leave}
          onFocus={activate}
          onClick={activate}
          className={clsx('mt-auto pb-3', items.length === 0 && 'hidden')}
        >
          <div role="listitem">
            <OlderMessages state={state} scrolling={scrolling} />
          </div>
          {blocks.map((block) => {
            const isLast = lastMine !== undefined && holds(block, lastMine.id);
            return (
              <MessageBlock
                key={block.key}
                block={block}
                meId={meId}
                active={active !== undefined && holds(block, active) ? active : undefined}
                lastMine={isLast ? lastMine.id : undefined}
                seen={isLast ? seen : undefined}
                onHold={hold}
              />
            );
          })}
        </div>
      </div>
      <JumpButton isShown={isFar} unread={state.unread} onJump={toEnd} />
    </div>
  );
});

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

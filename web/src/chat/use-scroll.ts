import type { Room, RoomState } from '@lyceum/client';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, type RefObject } from 'react';
import { usePageVisible } from '../ui/use-page-visible.js';
import { itemsOf, type Item } from './items.js';
import { ScrollKeeper, type Place } from './scroll-keeper.js';
import { useUnreadLine } from './use-unread-line.js';

/** So much above the window is loaded before it is needed. */
const AHEAD_PX = 1_200;
/** Farther from the end than this one is offered the way back. */
const FAR_PX = 320;

export interface Scrolling {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly content: RefObject<HTMLDivElement | null>;
  /** What the list shows. */
  readonly items: readonly Item[];
  /** The newest message is out of sight. */
  readonly isFar: boolean;
  readonly olderFailed: boolean;
  readonly loadOlder: () => void;
  /** One has said something: one knows what was said before, and sees what one said. */
  readonly answered: () => void;
  readonly toEnd: () => void;
  /** Shows a row that is there; false where it is not. */
  readonly show: (messageId: string) => boolean;
}

/** Scrolling in a list of messages: it stays where the reader is, loads what comes next, and tells how far they have read. */
export function useScroll(room: Room, state: RoomState): Scrolling {
  const { messages, hasOlder, loadingOlder, live } = state;
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const keeper = useRef<ScrollKeeper>(undefined);
  const isPlaced = useRef(false);
  const [isAtEnd, setAtEnd] = useState(false);
  const [isFar, setFar] = useState(false);
  const [olderFailed, setOlderFailed] = useState(false);
  const isVisible = usePageVisible();
  const [line, dropLine] = useUnreadLine(state, isAtEnd && isVisible && live);
  const items = useMemo(() => itemsOf(messages, line), [messages, line]);
  const mayLoad = hasOlder && !loadingOlder && !olderFailed && live;

  const loadOlder = useCallback((): void => {
    setOlderFailed(false);
    room.loadOlder().catch(() => setOlderFailed(true));
  }, [room]);
  const look = useCallback(
    (place: Place | undefined): void => {
      if (place === undefined) return;
      setAtEnd(place.isAtEnd);
      setFar(place.below > FAR_PX);
      if (isVisible && live) room.markRead(place.isAtEnd ? undefined : place.lastSeq);
      if (place.above < AHEAD_PX && mayLoad) loadOlder();
    },
    [room, isVisible, live, mayLoad, loadOlder],
  );

  useLayoutEffect(() => {
    if (scroller.current === null || content.current === null) return;
    keeper.current ??= new ScrollKeeper(scroller.current, content.current);
    if (items.length > 0 && !isPlaced.current) {
      isPlaced.current = true;
      keeper.current.begin();
    } else keeper.current.restore();
  }, [items]);
  useEffect(() => {
    const [outer, inner] = [scroller.current, content.current];
    if (outer === null || inner === null) return;
    const note = (): void => look(keeper.current?.note());
    const resized = new ResizeObserver(() => look(keeper.current?.restore()));
    outer.addEventListener('scroll', note, { passive: true });
    resized.observe(outer);
    resized.observe(inner);
    return () => {
      outer.removeEventListener('scroll', note);
      resized.disconnect();
    };
  }, [look]);
  useMeasuredBlocks(content, items);

  const toEnd = useCallback(() => keeper.current?.toEnd(), []);
  const show = useCallback((messageId: string): boolean => {
    const row = keeper.current?.find(messageId);
    if (row === undefined) return false;
    keeper.current?.toRow(row);
    row.focus({ preventScroll: true });
    row.animate([{ backgroundColor: 'var(--accent-soft)' }, { backgroundColor: 'transparent' }], 2_000);
    return true;
  }, []);
  const answered = useCallback(() => {
    dropLine();
    // What was said stands in the list with the next frame.
    keeper.current?.toEnd();
  }, [dropLine]);
  return useMemo(
    () => ({ scroller, content, items, isFar, olderFailed, loadOlder, answered, toEnd, show }),
    [items, isFar, olderFailed, loadOlder, answered, toEnd, show],
  );
}

/**
 * Blocks out of sight need not be laid out. Each is once, so that the browser knows its height when it passes it over: only then does
 * nothing move on the way back up.
 */
function useMeasuredBlocks(content: RefObject<HTMLDivElement | null>, items: readonly Item[]): void {
  useEffect(() => {
    const mark = (): void => {
      for (const block of content.current?.querySelectorAll<HTMLElement>('[data-block]:not([data-measured])') ?? []) {
        block.dataset.measured = '';
      }
    };
    // Sizes are remembered at the end of a frame.
    let frame = requestAnimationFrame(() => (frame = requestAnimationFrame(mark)));
    return () => cancelAnimationFrame(frame);
  }, [content, items]);
}

import { Cell, type Store } from '@lyceum/client';
import { useLayoutEffect } from 'react';

const shown = new Cell(0);

/** How many pages that want it are shown: at most two, for a moment. */
export const wholeScreen: Store<number> = shown;

/**
 * For pages that are as high as the window and scroll within: conversations. On phones the navigation makes way, so the page has a way
 * back itself. The height is what the on-screen keyboard leaves.
 */
export function useWholeScreen(): void {
  useLayoutEffect(() => {
    shown.set(shown.get() + 1);
    const stop = followVisibleHeight();
    return () => {
      stop();
      shown.set(shown.get() - 1);
    };
  }, []);
}

/** Where the keyboard covers the page instead of making it smaller (Safari), `dvh` does not know of it. */
function followVisibleHeight(): () => void {
  const { visualViewport } = window;
  if (visualViewport === null) return () => undefined;
  const { style } = document.documentElement;
  const follow = (): void => {
    style.setProperty('--visible-height', `${visualViewport.height * visualViewport.scale}px`);
    window.scrollTo(0, 0);
  };
  visualViewport.addEventListener('resize', follow);
  follow();
  return () => {
    visualViewport.removeEventListener('resize', follow);
    style.removeProperty('--visible-height');
  };
}

import { Cell, type Store } from '@lyceum/client';
import { useLayoutEffect } from 'react';
import { catchFocus } from '../ui/catch-focus.js';

const covering = new Cell(0);

/** How much lies over the page: while there is something, the page below can't be reached, with the keyboard neither. */
export const covered: Store<number> = covering;

/** For what lies over the page without being a dialog. The focus goes back to the page when it goes. */
export function useCovering(): void {
  useLayoutEffect(() => {
    covering.set(covering.get() + 1);
    return () => {
      covering.set(covering.get() - 1);
      catchFocus();
    };
  }, []);
}

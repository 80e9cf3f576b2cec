import { useState } from 'react';
import { catchFocus } from './catch-focus.js';

/**
 * For what opens over the page: what to do as it closes, so that the keyboard goes on where it was. What was chosen there may have put the
 * focus somewhere already, and what it was opened from may be gone by then.
 */
export function useFocusBack(open: boolean): (event: Event) => void {
  const [wasOpen, setWasOpen] = useState(false);
  const [opener, setOpener] = useState<HTMLElement | null>(null);
  if (open !== wasOpen) {
    setWasOpen(open);
    // Before anything in it takes the focus.
    if (open) setOpener(lastingFocus());
  }
  return (event) => {
    event.preventDefault();
    catchFocus(opener);
  };
}

/** What has the focus; of an entry of a menu, which closes, the button of the menu. */
function lastingFocus(): HTMLElement | null {
  const focused = document.activeElement;
  const menu = focused?.closest('[role="menu"]') ?? null;
  const lasting = menu === null ? focused : document.getElementById(menu.getAttribute('aria-labelledby') ?? '');
  return lasting instanceof HTMLElement ? lasting : null;
}

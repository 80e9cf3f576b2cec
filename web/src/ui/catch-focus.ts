/**
 * After what had the focus is gone, or could not keep it: it goes on `nearby`, or where the page begins, not at the very beginning of the
 * window.
 */
export function catchFocus(nearby?: HTMLElement | null): void {
  setTimeout(() => {
    for (const place of [nearby, document.getElementById('content')]) {
      // What is gone or hidden takes none.
      if (document.activeElement === document.body) place?.focus({ preventScroll: true });
    }
  });
}

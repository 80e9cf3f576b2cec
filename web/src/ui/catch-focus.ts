/**
 * After what had the focus is gone, or could not keep it: it goes on `nearby`, or where the page begins, not at the very beginning of the
 * window.
 */
export function catchFocus(nearby?: HTMLElement | null): void {
  setTimeout(() => {
    if (document.activeElement !== document.body) return;
    const place = nearby?.isConnected === true ? nearby : document.getElementById('content');
    place?.focus({ preventScroll: true });
  });
}

/** After what had the focus is gone, or could not keep it: it goes on where the page begins, not at the very beginning of the window. */
export function catchFocus(): void {
  setTimeout(() => {
    if (document.activeElement === document.body) document.getElementById('content')?.focus({ preventScroll: true });
  });
}

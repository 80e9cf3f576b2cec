/** As something closes that gives the focus back to what opened it: what was chosen there may have put it where one goes on. */
export function keepFocus(event: Event): void {
  if (document.activeElement !== document.body) event.preventDefault();
}

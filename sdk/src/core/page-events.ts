/** What a browser tells of the network and the page. */
export interface PageEvents {
  online(): void;
  offline(): void;
  /** The page is looked at again, after it was hidden for so long. */
  shown(hiddenMs: number): void;
}

/** Hears them until the returned function is called; outside of browsers there are none. */
export function onPageEvents(events: PageEvents): () => void {
  const { document: page } = globalThis as { document?: Document };
  if (page === undefined || typeof addEventListener !== 'function') return () => undefined;
  let hiddenAt = Date.now();
  const online = (): void => events.online();
  const offline = (): void => events.offline();
  const turned = (): void => {
    if (page.visibilityState === 'visible') events.shown(Date.now() - hiddenAt);
    else hiddenAt = Date.now();
  };
  addEventListener('online', online);
  addEventListener('offline', offline);
  page.addEventListener('visibilitychange', turned);
  return () => {
    removeEventListener('online', online);
    removeEventListener('offline', offline);
    page.removeEventListener('visibilitychange', turned);
  };
}

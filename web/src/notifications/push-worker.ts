/** At the root: so it may show pushes for every page. Pages do not load through it. */
const WORKER = '/push-worker.js';

/** Has the browser run what shows pushes while no page is open. Done again it changes nothing, but for a newer version of it. */
export function registerPushWorker(): Promise<ServiceWorkerRegistration> {
  return navigator.serviceWorker.register(WORKER, { updateViaCache: 'none' });
}

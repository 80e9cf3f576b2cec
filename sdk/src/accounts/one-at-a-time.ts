import { pause } from '../core/backoff.js';
import { newKey } from '../core/ids.js';
import type { ClientStorage } from '../core/surroundings.js';

/** A tab that was closed in the middle keeps the others waiting no longer than this. */
const LEASE_MS = 10_000;
/** By then a tab that wrote at the same moment has written too. */
const SETTLE_MS = 30;
const LOOK_MS = 50;

/**
 * Does something in one tab at a time: by the browser's locks, and where it has none (pages without https) by a note in the storage that
 * all tabs share.
 */
export async function oneAtATime<T>(name: string, storage: ClientStorage | undefined, work: () => Promise<T>): Promise<T> {
  const { locks } = ((globalThis as { navigator?: Navigator }).navigator ?? {}) as { locks?: LockManager };
  if (storage === undefined) return work();
  if (locks !== undefined) return locks.request(name, work);
  const owner = newKey();
  await take(name, storage, owner);
  try {
    return await work();
  } finally {
    if (read(storage, name).owner === owner) storage.removeItem(name);
  }
}

async function take(name: string, storage: ClientStorage, owner: string): Promise<void> {
  for (;;) {
    const { owner: other, until } = read(storage, name);
    if (other === owner) return;
    if (other === undefined || until < Date.now()) {
      storage.setItem(name, JSON.stringify({ owner, until: Date.now() + LEASE_MS }));
      await pause(SETTLE_MS);
    } else await pause(LOOK_MS);
  }
}

function read(storage: ClientStorage, name: string): { owner?: string; until: number } {
  try {
    return JSON.parse(storage.getItem(name) ?? '') as { owner: string; until: number };
  } catch {
    return { until: 0 };
  }
}

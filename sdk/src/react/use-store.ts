import { useSyncExternalStore } from 'react';
import type { Store } from '../core/store.js';

/** The value of a store, and a new render when it changes. */
export function useStore<T>(store: Store<T>): T {
  return useSyncExternalStore(store.subscribe, store.get, store.get);
}

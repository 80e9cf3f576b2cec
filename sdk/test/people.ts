import { createClient, type ClientOptions, type LyceumClient, type Store } from '../src/index.js';
import { register } from '../../test/support/accounts.js';
import type { Endpoint } from '../../test/support/raw-client.js';

const DEADLINE_MS = 8_000;
const clients = new Set<LyceumClient>();

/** A client of that gateway; closed after the test. */
export function clientOf(gateway: Endpoint, options: ClientOptions): LyceumClient {
  const client = createClient({ url: gateway.httpUrl, ...options });
  clients.add(client);
  client.connect();
  return client;
}

/** Somebody with an account, and connected. */
export async function newcomer(gateway: Endpoint, stem: string, options: ClientOptions = {}) {
  const account = await register(gateway, stem);
  return { ...account, client: clientOf(gateway, { token: account.token, ...options }) };
}

export function closeAll(): void {
  for (const client of clients) client.close();
  clients.clear();
}

/** The store's value as soon as it is like that. */
export function until<T>(store: Store<T>, isSo: (value: T) => boolean, withinMs = DEADLINE_MS): Promise<T> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      const value = store.get();
      if (!isSo(value)) return;
      clearTimeout(timer);
      unsubscribe();
      resolve(value);
    };
    const timer = setTimeout(() => {
      unsubscribe();
      reject(new Error(`Not within ${withinMs} ms; it is ${JSON.stringify(store.get()).slice(0, 2_000)}`));
    }, withinMs);
    const unsubscribe = store.subscribe(look);
    look();
  });
}

export const connected = (client: LyceumClient): Promise<unknown> =>
  until(client.connection, ({ state }) => state === 'connected');

/** What is `localStorage` in a browser. */
export function memoryStorage(): Storage {
  const items = new Map<string, string>();
  return {
    get length() {
      return items.size;
    },
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
    key: (index) => [...items.keys()][index] ?? null,
    clear: () => items.clear(),
  };
}

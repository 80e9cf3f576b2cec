import type { LyceumClient } from './client.js';
import type { ClientOptions } from './options.js';

/** Makes a client. It connects when `connect` is called. */
export function createClient(options: ClientOptions = {}): LyceumClient {
  throw new Error(`Not made yet: ${JSON.stringify(Object.keys(options))}`);
}

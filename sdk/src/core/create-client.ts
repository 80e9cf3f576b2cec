import { openSocket } from './socket-link.js';
import type { LyceumClient } from './client.js';
import { LiveClient } from './live-client.js';
import type { ClientOptions } from './options.js';

/** Makes a client. It connects when `connect` is called. */
export function createClient(options: ClientOptions = {}): LyceumClient {
  return new LiveClient(options, openSocket);
}

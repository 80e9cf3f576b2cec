import { openSocketIo } from './open-socket-io.js';
import { openWebSocket } from './open-web-socket.js';
import type { Settings } from './settings.js';
import type { Tap, Wire } from './tap.js';

/** Opens a connection to the server at that address. */
export function openWire(server: string, settings: Settings, tap: Tap): Wire {
  return settings.carrier === 'websocket' ? openWebSocket(server, settings, tap) : openSocketIo(server, settings, tap);
}

import { Manager } from 'socket.io-client';
import { isObject } from '../json.js';
import { handshakeAuth, type Settings } from './settings.js';
import type { Tap, Wire } from './tap.js';

const CONNECT_MS = 10_000;
/** What stands before each packet of Engine.IO on the wire. */
const ENGINE_TYPES = ['open', 'close', 'ping', 'pong', 'message', 'upgrade', 'noop'];

interface EnginePacket {
  readonly type: string;
  readonly data?: unknown;
}

/** A Socket.IO client whose every packet is shown to the tap, as the text that goes over the wire. */
export function openSocketIo(server: string, settings: Settings, tap: Tap): Wire {
  const manager = new Manager(server, {
    transports: [settings.carrier === 'polling' ? 'polling' : 'websocket'],
    // One that is shared with other connections of the page would show their packets.
    forceNew: true,
    reconnection: false,
    autoConnect: false,
    timeout: CONNECT_MS,
  });
  const socket = manager.socket('/', { auth: handshakeAuth(settings) });
  let closed = false;
  const close = (why: string): void => {
    if (closed) return;
    closed = true;
    tap.state('closed', why);
    manager._close();
  };

  tap.state('connecting');
  socket.on('connect', () => tap.state('connected'));
  socket.on('connect_error', (error) => close(refusal(error)));
  socket.on('disconnect', (reason) => close(`Closed: ${reason}.`));
  manager.on('error', (error) => close(refusal(error)));
  socket.connect();
  // There from here on, and nothing has been said yet.
  manager.engine.on('packet', (packet: EnginePacket) => tap.frame('in', textOf(packet)));
  manager.engine.on('packetCreate', (packet: EnginePacket) => tap.frame('out', textOf(packet)));

  return {
    send: (event, payload, ask = false) => {
      const args = payload === undefined ? [] : [payload];
      // The answer is seen on the wire.
      if (ask) socket.emit(event, ...args, () => undefined);
      else socket.emit(event, ...args);
    },
    sendText: (text) => {
      manager.engine.write(text);
    },
    close: () => {
      socket.disconnect();
      close('Closed by this page.');
    },
  };
}

function textOf({ type, data }: EnginePacket): string {
  const content = data === undefined || typeof data === 'string' ? (data ?? '') : '(binary)';
  return `${String(ENGINE_TYPES.indexOf(type))}${content}`;
}

function refusal(error: Error): string {
  const code = 'data' in error && isObject(error.data) && typeof error.data.code === 'string' ? error.data.code : undefined;
  if (code !== undefined) return `${error.message} (${code})`;
  return `The connection failed (${error.message}): is the server there, and does it allow this origin?`;
}

import { io } from 'socket.io-client';
import type { Answer, PublicError } from '../../../src/protocol/index.js';
import { LyceumError } from './error.js';
import type { OpenLink } from './link.js';

const CONNECT_MS = 10_000;

/**
 * A connection by Socket.IO. When to connect again is not the library's to decide: it knows neither the server's reasons nor when a token
 * has to be renewed.
 */
export const openSocket: OpenLink = (url, auth, events) => {
  const socket = io(url, {
    auth: { ...auth },
    forceNew: true,
    reconnection: false,
    timeout: CONNECT_MS,
    transports: ['websocket', 'polling'],
    tryAllTransports: true,
  });
  let isOver = false;
  const end = (): boolean => {
    if (isOver) return false;
    isOver = true;
    socket.disconnect();
    return true;
  };
  const down = (error: LyceumError | undefined): void => {
    if (end()) events.down(error);
  };
  socket.onAny((name: string, data: unknown) => {
    if (!isOver) events.fact(name, data);
  });
  socket.on('connect_error', (error) => down(refusalOf(error)));
  socket.on('disconnect', () => down(undefined));
  return {
    ask: (command, payload, answered) => {
      socket.emit(command, payload, (answer: Answer<unknown>) => {
        if (!isOver) answered(answer);
      });
    },
    close: () => void end(),
  };
};

/** Socket.IO gives what the server's door said as `data`; a lost network has none. */
function refusalOf(error: Error & { data?: Partial<PublicError> }): LyceumError | undefined {
  const { code, message = error.message, retryable = false, ...rest } = error.data ?? {};
  return code === undefined ? undefined : new LyceumError({ code, message, retryable, ...rest });
}

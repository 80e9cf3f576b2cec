import { WebSocketServer, type ServerOptions } from 'ws';

/** How long a client may take to answer a close frame. */
const CLOSE_MS = 5_000;

/** Cuts off whoever was told to go and does not: by itself `ws`, which Engine.IO asks for no other time, waits for half a minute. */
export class PromptWebSocketServer extends WebSocketServer {
  constructor(options: ServerOptions) {
    // Newer than the type declarations of ws.
    const closing: ServerOptions & { closeTimeout: number } = { ...options, closeTimeout: CLOSE_MS };
    super(closing);
  }
}

import { rawFrame } from './raw-frame.js';
import { firstFrame, socketUrl, subprotocols, type Settings } from './settings.js';
import type { Tap, Wire } from './tap.js';

/** Before the first `connected` the gateway may be asked for its certificate, its proxy and its patience: longer than that is no answer. */
const CONNECT_MS = 10_000;

/** A plain WebSocket whose every frame is shown to the tap. */
export function openWebSocket(server: string, settings: Settings, tap: Tap): Wire {
  const socket = new WebSocket(socketUrl(server, settings), subprotocols(settings));
  let ids = 0;
  let problem = '';

  const sendText = (text: string): void => {
    if (socket.readyState !== WebSocket.OPEN) return;
    tap.frame('out', text);
    socket.send(text);
  };
  const patience = setTimeout(() => {
    problem = 'The server did not answer within 10 seconds.';
    socket.close();
  }, CONNECT_MS);

  tap.state('connecting');
  socket.onopen = () => {
    clearTimeout(patience);
    tap.state('connected');
    const first = firstFrame(settings);
    if (first !== undefined) sendText(first);
  };
  socket.onmessage = ({ data }: MessageEvent<unknown>) => {
    tap.frame('in', typeof data === 'string' ? data : '(binary)');
  };
  // The event says nothing; the `close` after it says what there is to say.
  socket.onerror = () => {
    problem ||= 'The connection failed: is the server there, and does it allow this origin?';
  };
  socket.onclose = ({ code, reason }) => {
    clearTimeout(patience);
    tap.state(
      'closed',
      [problem, `Closed with code ${String(code)}${reason === '' ? '' : `: ${reason}`}.`].filter(Boolean).join(' '),
    );
  };

  return {
    send: (event, payload, ask = false) => {
      if (ask) ids += 1;
      sendText(JSON.stringify(rawFrame(settings.dialect, event, payload, ask ? ids : undefined)));
    },
    sendText,
    close: () => socket.close(1000),
  };
}

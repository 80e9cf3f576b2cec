import { firstFrame, handshakeAuth, socketUrl, subprotocols } from '../connection/settings.js';
import { JAVASCRIPT, literal } from './literal.js';
import type { Program } from './program.js';

/** A module for Node or a page's build; over a plain WebSocket it runs in a browser's console as well. */
export function javascriptOf(program: Program): string {
  return program.settings.carrier === 'websocket' ? plain(program) : socketIo(program);
}

function socketIo({ server, settings, sendings }: Program): string {
  const transport = settings.carrier === 'polling' ? 'polling' : 'websocket';
  const lines = sendings.map(({ event, payload, ask }) => {
    const args = [text(event), ...(payload === undefined ? [] : [literal(payload, JAVASCRIPT, 1)])];
    const answer = `(answer) => console.log('answer to', ${text(event)}, JSON.stringify(answer))`;
    return `  socket.emit(${[...args, ...(ask ? [answer] : [])].join(', ')});\n`;
  });
  return `// npm install socket.io-client
import { io } from 'socket.io-client';

const socket = io(${text(server)}, {
  transports: [${text(transport)}],
  auth: ${literal(handshakeAuth(settings), JAVASCRIPT, 1)},
});

socket.on('connect_error', (error) => console.error('refused:', error.message));
socket.on('disconnect', (reason) => console.log('closed:', reason));
socket.onAny((event, ...args) => console.log('in', event, JSON.stringify(args)));

// Not again after each reconnect.
socket.once('connect', () => {
  console.log('connected');
${lines.join('')}});
`;
}

function plain({ server, settings, sendings }: Program): string {
  const protocols = subprotocols(settings);
  const args = [text(socketUrl(server, settings)), ...(protocols.length === 0 ? [] : [literal(protocols, JAVASCRIPT)])];
  const first = firstFrame(settings);
  const lines = [...(first === undefined ? [] : [first]), ...sendings.map((sending) => sending.text)].map(
    (frame) => `  socket.send(${sent(frame)});\n`,
  );
  return `// As it is in browsers and Node 22; before that: npm install ws
const Socket = globalThis.WebSocket ?? (await import('ws')).WebSocket;
const socket = new Socket(${args.join(', ')});

socket.onclose = ({ code, reason }) => console.log('closed:', code, reason);
socket.onerror = () => console.error('The connection failed.');
socket.onmessage = ({ data }) => console.log('in', data);
socket.onopen = () => {
  console.log('connected');
${lines.join('')}};
`;
}

/** The frame as an object where it is JSON, else the text itself. */
function sent(frame: string): string {
  try {
    return `JSON.stringify(${literal(JSON.parse(frame), JAVASCRIPT, 1)})`;
  } catch {
    return text(frame);
  }
}

const text = (value: string): string => JAVASCRIPT.text(value);

import { firstFrame, handshakeAuth, socketUrl, subprotocols } from '../connection/settings.js';
import { literal, PYTHON } from './literal.js';
import type { Program } from './program.js';

/** A script for Python 3, with the packages that Debian has, too. */
export function pythonOf(program: Program): string {
  return program.settings.carrier === 'websocket' ? plain(program) : socketIo(program);
}

function socketIo({ server, settings, sendings }: Program): string {
  const transport = settings.carrier === 'polling' ? 'polling' : 'websocket';
  const lines = sendings.map(({ event, payload, ask }) => {
    const args = [text(event), ...(payload === undefined ? [] : [literal(payload, PYTHON)])];
    const answer = `callback=lambda *answer: show('answer to', ${text(event)}, *answer)`;
    return `client.emit(${[...args, ...(ask ? [answer] : [])].join(', ')})\n`;
  });
  return `# pip install "python-socketio[client]"    (Debian: python3-socketio)
import json

import socketio


def show(*words):
    print(*(word if isinstance(word, str) else json.dumps(word) for word in words), flush=True)


client = socketio.Client()
client.on('*', lambda event, *args: show('in', event, *args))
client.connect(
    ${text(server)},
    transports=[${text(transport)}],
    auth=${literal(handshakeAuth(settings), PYTHON, 1)},
)
${lines.join('')}client.wait()
`;
}

function plain({ server, settings, sendings }: Program): string {
  const protocols = subprotocols(settings);
  const more = protocols.length === 0 ? '' : `, subprotocols=${literal(protocols, PYTHON)}`;
  const first = firstFrame(settings);
  const lines = [...(first === undefined ? [] : [first]), ...sendings.map((sending) => sending.text)].map(
    (frame) => `socket.send(${sent(frame)})\n`,
  );
  return `# pip install websocket-client    (Debian: python3-websocket)
import json

import websocket

socket = websocket.create_connection(${text(socketUrl(server, settings))}${more})
print('connected', flush=True)
${lines.join('')}
try:
    while True:
        print('in', socket.recv(), flush=True)
except (websocket.WebSocketConnectionClosedException, KeyboardInterrupt):
    print('closed')
`;
}

function sent(frame: string): string {
  try {
    return `json.dumps(${literal(JSON.parse(frame), PYTHON)})`;
  } catch {
    return text(frame);
  }
}

const text = (value: string): string => PYTHON.text(value);

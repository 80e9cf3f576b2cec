import { firstFrame, handshakeAuth, socketUrl, subprotocols } from '../connection/settings.js';
import { DART, literal } from './literal.js';
import type { Program } from './program.js';

/** A program for Dart and Flutter; over a plain WebSocket with nothing but Dart itself. */
export function dartOf(program: Program): string {
  return program.settings.carrier === 'websocket' ? plain(program) : socketIo(program);
}

function socketIo({ server, settings, sendings }: Program): string {
  const transport = settings.carrier === 'polling' ? 'polling' : 'websocket';
  const lines = sendings.map(({ event, payload, ask }) => {
    const body = payload === undefined ? 'null' : literal(payload, DART, 2);
    if (!ask) return `    socket.emit(${text(event)}${payload === undefined ? '' : `, ${body}`});\n`;
    return `    socket.emitWithAck(${text(event)}, ${body}, ack: (answer) => print(${answerTo(event)}));\n`;
  });
  return `// dart pub add socket_io_client
import 'package:socket_io_client/socket_io_client.dart' as io;

void main() {
  final socket = io.io(
    ${text(server)},
    io.OptionBuilder()
        .setTransports([${text(transport)}])
        .setAuth(${literal(handshakeAuth(settings), DART, 4)})
        .disableAutoConnect()
        .build(),
  );
  socket.onConnectError((error) => print('refused: $error'));
  socket.onDisconnect((reason) => print('closed: $reason'));
  socket.onAny((event, data) => print('in $event $data'));
  // Not again after each reconnect.
  socket.once('connect', (_) {
    print('connected');
${lines.join('')}  });
  socket.connect();
}
`;
}

function plain({ server, settings, sendings }: Program): string {
  const protocols = subprotocols(settings);
  const more = protocols.length === 0 ? '' : `, protocols: ${literal(protocols, DART)}`;
  const first = firstFrame(settings);
  const lines = [...(first === undefined ? [] : [first]), ...sendings.map((sending) => sending.text)].map(
    (frame) => `  socket.add(${sent(frame)});\n`,
  );
  return `import 'dart:convert';
import 'dart:io';

Future<void> main() async {
  final socket = await WebSocket.connect(${text(socketUrl(server, settings))}${more});
  socket.listen(
    (data) => print('in $data'),
    onDone: () => print('closed: \${socket.closeCode} \${socket.closeReason}'),
  );
${lines.join('')}}
`;
}

function sent(frame: string): string {
  try {
    return `jsonEncode(${literal(JSON.parse(frame), DART, 1)})`;
  } catch {
    return text(frame);
  }
}

/** A text of Dart that the answer is filled in to. */
function answerTo(event: string): string {
  return `${text(`answer to ${event}: `).slice(0, -1)}$answer'`;
}

const text = (value: string): string => DART.text(value);

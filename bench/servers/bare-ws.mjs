// The peer of plain WebSockets: `ws` and nothing else. A message is made into one buffer, which is sent to everybody.
import { createSecretKey, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import jwt from 'jsonwebtoken';
import { WebSocketServer } from 'ws';
import { messageOf, userOf } from './socketio-room.mjs';

const AS_TEXT = { binary: false };

const key = createSecretKey(Buffer.from(process.env.JWT_SECRET));
const http = createServer();
const server = new WebSocketServer({ noServer: true, clientTracking: false, perMessageDeflate: false });
const rooms = new Map();

http.on('upgrade', (request, socket, head) => {
  const { searchParams } = new URL(request.url, 'http://localhost');
  let user;
  try {
    user = userOf(jwt.verify(searchParams.get('token'), key, { algorithms: ['HS256'] }));
  } catch {
    socket.destroy();
    return;
  }
  server.handleUpgrade(request, socket, head, (client) => serve(client, user));
});

function serve(client, user) {
  const joined = new Set();
  client.on('message', (frame) => {
    const { type, id, data } = JSON.parse(frame);
    const answer = type === 'rooms:join' ? join(data) : say(data);
    client.send(JSON.stringify({ type: 'ack', id, ok: true, data: answer }));
  });
  client.once('close', () => {
    for (const room of joined) room.members.delete(client);
  });

  function join({ key: name }) {
    let room = [...rooms.values()].find((known) => known.key === name);
    if (room === undefined) {
      room = { id: randomUUID(), key: name, lastSeq: 0, members: new Set() };
      rooms.set(room.id, room);
    }
    room.members.add(client);
    joined.add(room);
    return { room: { id: room.id, key: room.key, code: null } };
  }

  function say({ room: { id: roomId }, text, clientId }) {
    const room = rooms.get(roomId);
    room.lastSeq += 1;
    const message = messageOf({ id: randomUUID(), seq: room.lastSeq, room: roomId, user, text, clientId });
    const frame = Buffer.from(JSON.stringify({ type: 'chat:message', data: message }));
    for (const member of room.members) member.send(frame, AS_TEXT);
    return message;
  }
}

http.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ msg: 'listening', port: http.address().port })));
process.once('SIGTERM', () => process.exit(0));

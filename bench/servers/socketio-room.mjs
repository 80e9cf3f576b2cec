import { createSecretKey } from 'node:crypto';
import { createServer } from 'node:http';
import jwt from 'jsonwebtoken';
import { Server } from 'socket.io';

const secret = process.env.JWT_SECRET;
/** With a string, as most write it, `jsonwebtoken` looks for a public key in it first, each time. */
const key = process.env.JWT_KEY === 'string' ? secret : createSecretKey(Buffer.from(secret));

/** Socket.IO middleware: checks the token, once for a connection. */
export function checkToken(socket, next) {
  try {
    socket.data.user = userOf(jwt.verify(socket.handshake.auth.token, key, { algorithms: ['HS256'] }));
    next();
  } catch (error) {
    next(error);
  }
}

/**
 * A Socket.IO server as its documentation shows one: token checked in a middleware, `join`, `to(room).emit`, the library's
 * defaults. It speaks as much of Lyceum's protocol as the same clients need to talk to both.
 * @param {object} work what differs between the servers
 * @param {(key: string, member: string) => Promise<string> | string} work.roomId of the room of that key, made when it is not there
 * @param {(message: { room: string, sender: string, text: string, clientId: string }) => Promise<{ id: string, seq: number }>
 *   | { id: string, seq: number }} work.write
 */
export function serveRooms({ roomId, write }) {
  const http = createServer();
  const io = new Server(http, { serveClient: false, transports: ['websocket'] });
  io.use(checkToken);

  io.on('connection', (socket) => {
    const { user } = socket.data;
    socket.on('rooms:join', async ({ key }, answer) => {
      const id = await roomId(key, user.id);
      await socket.join(id);
      answer({ ok: true, data: { room: { id, key, code: null } } });
    });
    socket.on('chat:send', async ({ room, text, clientId }, answer) => {
      try {
        const { id, seq } = await write({ room: room.id, sender: user.id, text, clientId });
        const message = messageOf({ id, seq, room: room.id, user, text, clientId });
        io.to(room.id).emit('chat:message', message);
        answer({ ok: true, data: message });
      } catch (error) {
        answer({ ok: false, error: { code: 'INTERNAL', message: error.message } });
      }
    });
  });

  http.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ msg: 'listening', port: http.address().port })));
  process.once('SIGTERM', () => process.exit(0));
}

/** Whom a token names, with the fields of Lyceum's. */
export function userOf({ sub, name }) {
  return { id: sub, username: null, name, avatarUrl: null, role: 'student', guest: false };
}

/** As many bytes on the wire as one of Lyceum's. */
export function messageOf({ id, seq, room, user, text, clientId }) {
  return {
    id,
    room: { id: room, key: 'a-room-of-the-benchmark', code: null },
    seq,
    revisionSeq: seq,
    sender: user,
    kind: 'text',
    text,
    metadata: null,
    clientId,
    replyTo: null,
    attachments: [],
    mentions: [],
    reactions: [],
    createdAt: new Date().toISOString(),
    editedAt: null,
    deletedAt: null,
    pinnedAt: null,
  };
}

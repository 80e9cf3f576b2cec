// The peer of fan-out, bursts, connects and idle connections: everything in memory, nothing kept.
import { randomUUID } from 'node:crypto';
import { serveRooms } from './socketio-room.mjs';

const rooms = new Map();
const lastSeq = new Map();

serveRooms({
  roomId(key) {
    if (!rooms.has(key)) rooms.set(key, randomUUID());
    return rooms.get(key);
  },
  write({ room }) {
    const seq = (lastSeq.get(room) ?? 0) + 1;
    lastSeq.set(room, seq);
    return { id: randomUUID(), seq };
  },
});

import type { Attachment, Joined, Message, Participant, Room, RoomRef, User } from '../../../src/protocol/index.js';
import type { ConnectionView, ServerView } from '../../../src/realtime/dialects/index.js';

/** Canonical objects for specs: complete, and different where a test says so. */
export const ANA: User = { id: 'u-ana', username: 'ana', name: 'Ana', avatarUrl: null, role: 'student', guest: false };
export const BEN: User = { ...ANA, id: 'u-ben', username: 'ben', name: 'Ben' };

export const NOW = '2026-01-02T03:04:05.000Z';

export function aRoom(fields: Partial<Room> = {}): Room {
  return {
    id: 'room-1',
    key: null,
    code: 'ABC234',
    kind: 'session',
    peer: null,
    title: null,
    visibility: 'code',
    capacity: 500,
    locked: false,
    entry: 'open',
    lastSeq: 0,
    createdAt: NOW,
    expiresAt: null,
    ...fields,
  };
}

export function aParticipant(user: User, fields: Partial<Participant> = {}): Participant {
  return { user, name: user.name, role: 'member', joinedAt: NOW, ...fields };
}

export function joinedRoom(room: Room, participants: Participant[], lastSeq = 0): Joined {
  const participantCount = participants.length;
  return { room, role: 'member', muted: false, participants, participantCount, lastSeq, readSeq: 0 };
}

export function aMessage(fields: Partial<Message> = {}): Message {
  return {
    id: 'message-1',
    room: { id: 'room-1', key: null, code: 'ABC234' },
    seq: 1,
    revisionSeq: 1,
    sender: ANA,
    kind: 'text',
    text: 'Hello',
    metadata: null,
    clientId: null,
    replyTo: null,
    attachments: [],
    mentions: [],
    reactions: [],
    createdAt: NOW,
    editedAt: null,
    deletedAt: null,
    pinnedAt: null,
    ...fields,
  };
}

export function aFile(fields: Partial<Attachment> = {}): Attachment {
  return {
    id: '019a0000-0000-7000-8000-0000000000f1',
    name: 'plan.pdf',
    size: 1_234,
    contentType: 'application/pdf',
    width: null,
    height: null,
    url: '/api/files/019a0000-0000-7000-8000-0000000000f1',
    ...fields,
  };
}

export function aConnection(user: User = ANA, rooms: RoomRef[] = []): ConnectionView {
  return { id: 'connection-1', user, rooms: new Map(rooms.map((room) => [room.id, room])) };
}

export const SERVER: ServerView = {
  now: () => new Date(NOW),
  features: ['auth', 'rooms', 'chat'],
  limits: {
    frameBytes: 65_536,
    jsonDepth: 16,
    commandsPerSecond: 100,
    sendPerSecond: 20,
    sendBurst: 60,
    joinPerSecond: 5,
    typingPerSecond: 1,
    createPerHour: 20,
    helpPerHour: 60,
    readPerSecond: 50,
    searchPerSecond: 5,
    managePerSecond: 10,
    callPerMinute: 10,
    signalPerSecond: 100,
    joinedRooms: 200,
    connectionsPerUser: 20,
    outboundBytes: 1_048_576,
    outboundPackets: 1_000,
    pingIntervalMs: 15_000,
    pingTimeoutMs: 10_000,
    textCharacters: 4_000,
    textBytes: 16_384,
    metadataBytes: 8_192,
    fileBytes: 26_214_400,
    uploadPerMinute: 60,
  },
};

import { useCallback, useEffect, useMemo, useState } from 'react';
import type { ConnectionState } from '../core/connection-status.js';
import type { LyceumError } from '../core/error.js';
import type { Room } from '../rooms/room.js';
import { emptyRoom, type RoomMessage } from '../rooms/room-state.js';
import { Cell } from '../core/store.js';
import { useClient } from './context.js';
import { useStore } from './use-store.js';

/** A message as live-session pages of the `skill-lift` dialect know it. */
export interface LiveSessionMessage {
  /** The same from the first echo on. */
  id: string;
  userId: string;
  userName: string;
  message: string;
  messageType: string;
  /** ISO 8601. */
  timestamp: string;
  state: RoomMessage['state'];
}

/** Somebody in the live session. */
export interface LiveSessionParticipant {
  userId: string;
  userName: string;
  joinedAt: string;
}

/** What `useWebSocket` gives. */
export interface WebSocketHook {
  isConnected: boolean;
  connectionState: ConnectionState;
  error: LyceumError | undefined;
  messages: LiveSessionMessage[];
  participants: LiveSessionParticipant[];
  /** Sends at once, or as soon as there is a connection again. */
  sendChatMessage: (message: string, messageType?: string) => void;
  /** Goes into a room; by default that of the hook. */
  joinRoom: (roomId?: string) => void;
  leaveRoom: () => void;
  /** The way to the server and back, in milliseconds. */
  sendPing: () => Promise<number>;
  connect: () => void;
  disconnect: () => void;
}

/** Six characters without those that are easily mistaken: what the gateway makes codes of. */
const CODE = /^[2-9A-HJKMNP-Z]{6}$/;
const NO_ROOM = new Cell(emptyRoom('left'));

/**
 * For pages written for the `useWebSocket` hook of SkillLift: the same names, on this client. `roomId` is any text (`session_42`; the room is
 * made by who comes first) or the code of a session.
 */
export function useWebSocket(roomId?: string): WebSocketHook {
  const client = useClient();
  const { state, error } = useStore(client.connection);
  const [wanted, want] = useState(roomId);
  const [before, remember] = useState(roomId);
  if (before !== roomId) {
    remember(roomId);
    want(roomId);
  }
  const room = useMemo<Room | undefined>(() => {
    if (wanted === undefined) return undefined;
    return CODE.test(wanted) ? client.rooms.open({ code: wanted }) : client.rooms.open({ key: wanted }, { create: true });
  }, [client, wanted]);
  const shown = useStore(room ?? NO_ROOM);
  const { messages, participants } = shown;

  useEffect(() => client.connect(), [client]);

  const sendChatMessage = useCallback(
    (message: string, kind?: string) => {
      room?.setTyping(false);
      room?.send({ text: message, ...(kind === undefined ? {} : { kind }) });
    },
    [room],
  );
  const joinRoom = useCallback((id?: string) => want(id ?? roomId), [roomId]);
  const leaveRoom = useCallback(() => {
    void room?.leave().catch(() => undefined);
    want(undefined);
  }, [room]);
  const sendPing = useCallback(async () => {
    const begun = performance.now();
    await client.request('auth:me', {});
    return performance.now() - begun;
  }, [client]);
  const connect = useCallback(() => client.connect(), [client]);
  const disconnect = useCallback(() => client.close(), [client]);

  return {
    isConnected: state === 'connected',
    connectionState: state,
    error: error ?? shown.error,
    messages: useMemo(() => messages.map(asSeen), [messages]),
    participants: useMemo(
      () => participants.map(({ user, name, joinedAt }) => ({ userId: user.id, userName: name, joinedAt })),
      [participants],
    ),
    sendChatMessage,
    joinRoom,
    leaveRoom,
    sendPing,
    connect,
    disconnect,
  };
}

function asSeen({ key, sender, text, kind, createdAt, state }: RoomMessage): LiveSessionMessage {
  return { id: key, userId: sender.id, userName: sender.name, message: text, messageType: kind, timestamp: createdAt, state };
}

export { useClient } from './context.js';
export { LyceumProvider, type LyceumProviderProps } from './provider.js';
export { useConnection, useMe } from './use-connection.js';
export { useConversations } from './use-conversations.js';
export { useFact } from './use-fact.js';
export { useOwnPresence, usePresence } from './use-presence.js';
export { useRoom, type RoomOrPerson, type UseRoomOptions } from './use-room.js';
export { useStore } from './use-store.js';
export { useWebSocket, type LiveSessionMessage, type LiveSessionParticipant, type WebSocketHook } from './use-web-socket.js';

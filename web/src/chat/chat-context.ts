import type { Room, RoomMessage } from '@lyceum/client';
import { createContext, useContext } from 'react';

/** What can be done with a message; the same object as long as the rights are the same, so that rows need not be drawn anew. */
export interface ChatActions {
  readonly room: Room;
  /** May write here now. */
  readonly canWrite: boolean;
  /** May delete others' messages. */
  readonly canModerate: boolean;
  readonly canPin: boolean;
  readonly reply: (message: RoomMessage) => void;
  readonly edit: (message: RoomMessage) => void;
  /** Asks first. */
  readonly remove: (message: RoomMessage) => void;
  readonly react: (message: RoomMessage, emoji: string, on: boolean) => void;
  readonly pin: (message: RoomMessage, on: boolean) => void;
  /** Shows a message, loading it where need be. */
  readonly jumpTo: (messageId: string) => void;
}

export const ChatContext = createContext<ChatActions | undefined>(undefined);

export function useChat(): ChatActions {
  const actions = useContext(ChatContext);
  if (actions === undefined) throw new Error('Only within a conversation.');
  return actions;
}

/** The names of the people of this room that are known, by their ids. */
export const NamesContext = createContext<ReadonlyMap<string, string>>(new Map());

export function useNames(): ReadonlyMap<string, string> {
  return useContext(NamesContext);
}

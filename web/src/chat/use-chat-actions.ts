import type { Room, RoomMessage } from '@lyceum/client';
import { useMemo, type RefObject } from 'react';
import { chat as said } from '../strings/chat.js';
import { toast } from '../ui/toasts.js';
import { attempt } from './attempt.js';
import type { ChatActions } from './chat-context.js';
import type { Composing } from './use-composer.js';

interface Surroundings {
  room: Room;
  canWrite: boolean;
  canModerate: boolean;
  canPin: boolean;
  area: RefObject<HTMLTextAreaElement | null>;
  composing: Composing;
  show: (messageId: string) => boolean;
  remove: (message: RoomMessage) => void;
}

/** What can be done with messages; a new object only where one's rights are others. */
export function useChatActions(around: Surroundings): ChatActions {
  const { room, canWrite, canModerate, canPin, area, show, remove } = around;
  const { reply, edit } = around.composing;
  return useMemo(() => {
    const write = (begin: () => void): void => {
      begin();
      // After the menu that it was chosen from is closed.
      setTimeout(() => area.current?.focus());
    };
    const jumpTo = async (messageId: string): Promise<void> => {
      if (show(messageId)) return;
      const isThere = await room.loadUntil(messageId).catch(() => false);
      requestAnimationFrame(() => {
        if (!isThere || !show(messageId)) toast(said.originalGone, { tone: 'danger' });
      });
    };
    return {
      room,
      canWrite,
      canModerate,
      canPin,
      reply: (message) => write(() => reply(message)),
      edit: (message) => write(() => edit(message)),
      remove,
      react: (message, emoji, on) => void attempt(room.react(message.id, emoji, on)),
      pin: (message, on) => void attempt(room.pin(message.id, on)),
      jumpTo: (messageId) => void jumpTo(messageId),
    };
  }, [room, canWrite, canModerate, canPin, area, show, remove, reply, edit]);
}

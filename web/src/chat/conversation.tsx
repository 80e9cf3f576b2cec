import type { Room, RoomMessage } from '@lyceum/client';
import { useMe, useStore } from '@lyceum/client/react';
import { useCallback, useImperativeHandle, useRef, useState, type KeyboardEvent, type ReactNode, type Ref } from 'react';
import { chat as said } from '../strings/chat.js';
import { ConfirmDialog } from '../ui/confirm-dialog.js';
import { Announcer } from './announcer.js';
import { attachTo } from './attach-button.js';
import { ChatContext, NamesContext } from './chat-context.js';
import { Composer } from './composer.js';
import { DropArea } from './drop-area.js';
import { MessageList } from './message-list.js';
import { attempt } from './attempt.js';
import { TypingLine } from './typing-line.js';
import { useChatActions } from './use-chat-actions.js';
import { useComposer } from './use-composer.js';
import { usePeople } from './use-people.js';
import { useScroll } from './use-scroll.js';
import { useUploads } from './use-uploads.js';

/** What others can do with a conversation that is shown. */
export interface ConversationHandle {
  /** Shows a message, loading it where need be. */
  jumpTo(messageId: string): void;
  /** Into the text that one writes. */
  focus(): void;
}

interface ConversationProps {
  room: Room;
  /** Names the conversation on this device, for its draft. */
  roomId: string;
  canModerate: boolean;
  canPin: boolean;
  /** Why one can't write here: instead of the composer. */
  barred?: ReactNode;
  /** Of a conversation of two: with whom, which is all there is to it until something is said. */
  personId?: string;
  /** Where nothing was said yet. */
  empty: ReactNode;
  ref?: Ref<ConversationHandle>;
}

/** Everything said in a room, and the place to say more. */
export function Conversation({ room, roomId, canModerate, canPin, barred, personId, empty, ref }: ConversationProps) {
  const state = useStore(room);
  const meId = useMe()?.id ?? '';
  const { mentionable, names } = usePeople(state, meId);
  const area = useRef<HTMLTextAreaElement>(null);
  const [doomed, setDoomed] = useState<RoomMessage>();
  const scrolling = useScroll(room, state);
  const uploads = useUploads(room, personId);
  const composing = useComposer({ room, roomId, meId, people: mentionable, uploads, onSent: scrolling.answered });
  const canWrite = barred === undefined;
  const canAttach = uploads !== undefined && canWrite && composing.about?.kind !== 'edit';

  const actions = useChatActions({
    room,
    canWrite,
    canModerate,
    canPin,
    area,
    composing,
    show: scrolling.show,
    remove: setDoomed,
  });
  useImperativeHandle(ref, () => ({ jumpTo: actions.jumpTo, focus: () => area.current?.focus({ preventScroll: true }) }), [
    actions,
  ]);
  const editLast = (): void => {
    const last = room.get().messages.findLast(({ mine, state, deletedAt }) => mine && state === 'sent' && deletedAt === null);
    if (last !== undefined) actions.edit(last);
  };
  const onKey = useCallback(
    ({ key, ctrlKey, metaKey, altKey }: KeyboardEvent, messageId: string): void => {
      if (key === 'Escape') area.current?.focus();
      const message = room.get().messages.find(({ id }) => id === messageId);
      if (message?.state !== 'sent' || message.deletedAt !== null || ctrlKey || metaKey || altKey) return;
      if (key === 'r' && actions.canWrite) actions.reply(message);
      else if (key === 'e' && actions.canWrite && message.mine) actions.edit(message);
      else if (key === 'Delete' && (message.mine || actions.canModerate)) actions.remove(message);
    },
    [room, actions],
  );
  return (
    <ChatContext value={actions}>
      <NamesContext value={names}>
        <DropArea onFiles={canAttach ? (files) => attachTo(uploads, files) : undefined}>
          <MessageList state={state} meId={meId} scrolling={scrolling} empty={empty} onKey={onKey} />
          <TypingLine users={state.typing} />
          {barred ?? <Composer composing={composing} people={mentionable} area={area} onEditLast={editLast} uploads={uploads} />}
        </DropArea>
        {state.room !== undefined && <Announcer roomId={state.room.id} />}
        <ConfirmDialog
          open={doomed !== undefined}
          onOpenChange={(open) => !open && setDoomed(undefined)}
          title={said.deleteQuestion}
          description={said.deleteExplained}
          confirm={said.actions.delete}
          onConfirm={() => attempt(doomed === undefined ? Promise.resolve() : room.delete(doomed.id))}
        />
      </NamesContext>
    </ChatContext>
  );
}

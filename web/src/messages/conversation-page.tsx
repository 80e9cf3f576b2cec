import { useRoom } from '@lyceum/client/react';
import { MessageCircle } from 'lucide-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { attempt } from '../chat/attempt.js';
import { Conversation, type ConversationHandle } from '../chat/conversation.js';
import { PinsDialog } from '../chat/pins-dialog.js';
import { messages as said } from '../strings/messages.js';
import { ConfirmDialog } from '../ui/confirm-dialog.js';
import { EmptyState, ErrorState, Loading } from '../ui/states.js';
import { useMedia } from '../ui/use-media.js';
import { useTitle } from '../ui/use-title.js';
import { Barred } from './barred.js';
import { ConversationHeader } from './conversation-header.js';
import { useBlocked } from './use-blocked.js';
import { usePerson } from './use-person.js';

/** Not by a keyboard on the screen, which would hide what was said. */
const TYPES = 'not all and (pointer: coarse)';

/** The conversation with one person: what was said, and the place to say more. */
export function ConversationPage({ personId }: { personId: string }) {
  const { handle, ...state } = useRoom({ to: { id: personId } });
  const { person, presence } = usePerson(personId, state);
  const { people, block, unblock } = useBlocked();
  const [open, setOpen] = useState<'pins' | 'block'>();
  const conversation = useRef<ConversationHandle>(null);
  const { name } = person;
  useTitle(name);
  const [isOpened, setOpened] = useState(false);
  // Once there, it stays: the first message makes the room, which is then joined.
  if (state.status === 'joined' && !isOpened) setOpened(true);
  const isBlocked = people?.some(({ id }) => id === personId) ?? false;
  const isShown = state.status !== 'failed' && (isOpened || state.room !== undefined);
  const types = useMedia(TYPES);
  useEffect(() => {
    if (!isShown || isBlocked || !types) return;
    // After a dialog that led here has given the focus back.
    const timer = setTimeout(() => conversation.current?.focus());
    return () => clearTimeout(timer);
  }, [isShown, isBlocked, types]);
  const close = (): void => setOpen(undefined);

  const body = (): ReactNode => {
    if (state.status === 'failed') {
      return (
        <ErrorState title={said.failed} onRetry={() => void attempt(handle.rejoin())}>
          {state.error?.message}
        </ErrorState>
      );
    }
    if (!isShown) return <Loading label={said.loading} />;
    const empty = (
      <EmptyState icon={<MessageCircle aria-hidden size={26} />} title={said.first(name)}>
        {said.firstText}
      </EmptyState>
    );
    return (
      <Conversation
        ref={conversation}
        room={handle}
        roomId={`with.${personId}`}
        personId={personId}
        canModerate={false}
        canPin
        barred={isBlocked ? <Barred name={name} onUnblock={() => unblock(person)} /> : undefined}
        empty={empty}
      />
    );
  };
  return (
    <section aria-label={name} className="flex min-h-0 min-w-0 grow flex-col">
      <ConversationHeader
        person={person}
        presence={presence}
        isBlocked={isBlocked}
        onPins={state.room === undefined ? undefined : () => setOpen('pins')}
        onBlock={() => (isBlocked ? void unblock(person) : setOpen('block'))}
      />
      {body()}
      {open === 'pins' && (
        <PinsDialog
          room={handle}
          canPin
          onGo={(messageId) => {
            close();
            // After the dialog has given the focus back.
            setTimeout(() => conversation.current?.jumpTo(messageId));
          }}
          onClose={close}
        />
      )}
      <ConfirmDialog
        open={open === 'block'}
        onOpenChange={(isOpen) => !isOpen && close()}
        title={said.block.question(name)}
        description={said.block.explained}
        confirm={said.block.block}
        onConfirm={() => block(person)}
      />
    </section>
  );
}

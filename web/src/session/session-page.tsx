import type { Room } from '@lyceum/client';
import { useMe, useStore } from '@lyceum/client/react';
import { MessageCircleOff, MessagesSquare, UserPlus } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { RoomCallBar, RoomCallButtons } from '../calls/room-call.js';
import { useWholeScreen } from '../app/whole-screen.js';
import { Conversation, type ConversationHandle } from '../chat/conversation.js';
import { HelpBar } from '../mentors/help-bar.js';
import { ReadWhereShown } from '../notifications/read-where-shown.js';
import { session } from '../strings/session.js';
import { Button } from '../ui/button.js';
import { Sheet } from '../ui/sheet.js';
import { EmptyState } from '../ui/states.js';
import { useMedia } from '../ui/use-media.js';
import { useTitle } from '../ui/use-title.js';
import { Announcement } from './announcement.js';
import { KnockBar } from './knocks.js';
import { PeoplePanel } from './people-panel.js';
import { moderates } from './rights.js';
import { SessionDialogs } from './session-dialogs.js';
import { SessionHeader, type Panel } from './session-header.js';

/** Wide enough for the people to stand beside the chat. */
const WIDE = '(min-width: 64rem)';

/** A live session that one is in: the chat, and who is here. */
export function SessionPage({ room }: { room: Room }) {
  const state = useStore(room);
  const { room: details, role, muted, knocks, announcement } = state;
  const isWide = useMedia(WIDE);
  const [isPeopleShown, setPeopleShown] = useState(isWide);
  const [open, setOpen] = useState<Panel>();
  const conversation = useRef<ConversationHandle>(null);
  const isGuest = useMe()?.guest;
  useWholeScreen();
  useTitle(details?.title ?? session.untitled);
  const isLeading = moderates(role);
  const asksFirst = details?.entry === 'ask';
  useEffect(() => {
    // Who knocked before we came; a new try follows with the next opening.
    if (isLeading && asksFirst) room.loadKnocks().catch(() => undefined);
  }, [room, isLeading, asksFirst]);
  if (details === undefined) return null;

  const invite = details.code !== null && (
    <Button icon={<UserPlus aria-hidden size={18} />} onClick={() => setOpen('share')}>
      {session.actions.invite}
    </Button>
  );
  const empty = (
    <EmptyState icon={<MessagesSquare aria-hidden size={26} />} title={session.empty} actions={invite}>
      {session.emptyText}
    </EmptyState>
  );
  return (
    <div className="flex min-h-0 grow">
      <div className="flex min-w-0 grow flex-col">
        <SessionHeader
          state={state}
          isPeopleShown={isPeopleShown}
          onPeople={() => setPeopleShown(!isPeopleShown)}
          onOpen={setOpen}
          actions={<RoomCallButtons room={details} />}
        />
        {isGuest === false && <ReadWhereShown path={`/rooms/${details.id}`} />}
        <RoomCallBar room={details} />
        <HelpBar roomId={details.id} />
        {isLeading && <KnockBar room={room} knocks={knocks} />}
        <Announcement announcement={announcement} />
        <Conversation
          ref={conversation}
          room={room}
          roomId={details.id}
          canModerate={isLeading}
          canPin={isLeading}
          barred={muted ? <Muted /> : undefined}
          empty={empty}
        />
      </div>
      {isPeopleShown && isWide && (
        <aside
          aria-label={session.people.title}
          className="w-80 shrink-0 overflow-y-auto overscroll-contain border-l border-line bg-surface px-5 py-5"
        >
          <h2 className="sr-only">{session.people.title}</h2>
          <PeoplePanel room={room} />
        </aside>
      )}
      {isPeopleShown && !isWide && (
        <Sheet title={session.people.title} onClose={() => setPeopleShown(false)}>
          <PeoplePanel room={room} />
        </Sheet>
      )}
      <SessionDialogs
        room={room}
        open={open}
        onClose={() => setOpen(undefined)}
        onGo={(messageId) => {
          setOpen(undefined);
          // After the dialog has given the focus back.
          setTimeout(() => conversation.current?.jumpTo(messageId));
        }}
      />
    </div>
  );
}

function Muted() {
  return (
    <div role="status" className="mx-4 mb-4 flex items-start gap-3 rounded-2xl bg-sunken px-4 py-3 sm:mx-6">
      <MessageCircleOff aria-hidden size={20} className="mt-0.5 shrink-0 text-muted" />
      <p>
        <strong className="font-semibold">{session.muted}</strong> <span className="text-muted">{session.mutedText}</span>
      </p>
    </div>
  );
}

import { useConversations, useMe } from '@lyceum/client/react';
import { MessagesSquare } from 'lucide-react';
import { useState } from 'react';
import { Navigate, useParams } from 'react-router';
import { useWholeScreen } from '../app/whole-screen.js';
import { messages as said } from '../strings/messages.js';
import { Button } from '../ui/button.js';
import { EmptyState } from '../ui/states.js';
import { useMedia } from '../ui/use-media.js';
import { useTitle } from '../ui/use-title.js';
import { BlockedDialog } from './blocked-dialog.js';
import { ConversationList } from './conversation-list.js';
import { ConversationPage } from './conversation-page.js';
import { ListHeader } from './list-header.js';
import { NewConversationDialog } from './new-conversation-dialog.js';

/** Wide enough for the list to stand beside the conversation. */
const WIDE = '(min-width: 64rem)';

/** One's conversations: the list and one of them side by side, or, where that has no room, one after the other. */
export function MessagesPage() {
  const { id } = useParams();
  const meId = useMe()?.id;
  const hasAny = useConversations().conversations.some(({ room }) => room.kind === 'direct');
  const isWide = useMedia(WIDE);
  const [open, setOpen] = useState<'new' | 'blocked'>();
  const close = (): void => setOpen(undefined);
  // Nobody writes to themselves.
  if (id !== undefined && id === meId) return <Navigate replace to="/messages" />;
  return (
    <>
      {(isWide || id !== undefined) && <WholeScreen />}
      {id === undefined && <ListTitle />}
      <div className="flex min-h-0 grow">
        {(isWide || id === undefined) && (
          <section
            aria-label={said.list}
            className="flex min-h-0 w-full flex-col lg:w-80 lg:shrink-0 lg:border-r lg:border-line lg:bg-surface xl:w-96"
          >
            <ListHeader isAside={id !== undefined} onNew={() => setOpen('new')} onBlocked={() => setOpen('blocked')} />
            <ConversationList openId={id} onNew={() => setOpen('new')} />
          </section>
        )}
        {id !== undefined && <ConversationPage key={id} personId={id} />}
        {id === undefined && isWide && hasAny && (
          <div className="m-auto">
            <EmptyState
              icon={<MessagesSquare aria-hidden size={26} />}
              title={said.choose}
              actions={<Button onClick={() => setOpen('new')}>{said.start}</Button>}
            >
              {said.chooseText}
            </EmptyState>
          </div>
        )}
      </div>
      {open === 'new' && <NewConversationDialog onClose={close} />}
      {open === 'blocked' && <BlockedDialog onClose={close} />}
    </>
  );
}

/** While it is there. A hook can't be left out; a component can. */
function WholeScreen() {
  useWholeScreen();
  return null;
}

function ListTitle() {
  useTitle(said.title);
  return null;
}

import type { RoomMessage } from '@lyceum/client';
import { useConnection } from '@lyceum/client/react';
import { CircleAlert } from 'lucide-react';
import { chat as said } from '../strings/chat.js';
import { Button } from '../ui/button.js';
import { catchFocus } from '../ui/catch-focus.js';
import { useChat } from './chat-context.js';
import type { Seen } from './seen.js';

/** Below one's own messages: on their way, not sent, or seen. It takes the same room whatever it says. */
export function MessageState({ message, seen }: { message: RoomMessage; seen: Seen | undefined }) {
  const { room } = useChat();
  const { state } = useConnection();
  if (message.state === 'failed') {
    return (
      <div role="alert" className="flex flex-wrap items-center justify-end gap-x-2 gap-y-1 text-sm text-danger">
        <CircleAlert aria-hidden size={16} />
        {said.notSent} {message.error?.message}
        <Button size="small" onClick={({ currentTarget }) => leave(currentTarget, () => room.retry(message))}>
          {said.retry}
        </Button>
        <Button size="small" onClick={({ currentTarget }) => leave(currentTarget, () => room.discard(message))}>
          {said.discard}
        </Button>
      </div>
    );
  }
  if (message.state === 'sending') return <Line>{state === 'connected' ? said.sending : said.waiting}</Line>;
  if (seen === undefined) return null;
  return (
    <Line>
      {seen.isAll && seen.names.length > 2 ? said.seenByAll : seen.names.length === 0 ? said.sent : said.seenBy(seen.names)}
    </Line>
  );
}

/** The button goes with what it does; the keyboard stays on its message, as long as that is there. */
function leave(button: HTMLElement, act: () => void): void {
  const row = button.closest<HTMLElement>('[data-message]');
  act();
  catchFocus(row);
}

function Line({ children }: { children: string }) {
  return <p className="h-5 text-right text-xs/5 text-muted">{children}</p>;
}

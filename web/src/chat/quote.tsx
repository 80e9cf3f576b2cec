import type { RoomMessage } from '@lyceum/client';
import { clsx } from 'clsx';
import { chat as said } from '../strings/chat.js';
import { useChat } from './chat-context.js';
import { summaryOf } from './summary.js';

interface QuoteProps {
  messageId: string;
  /** Absent while it is not loaded. */
  original: RoomMessage | undefined;
  mine: boolean;
}

/** What a message replies to, in one line, and the way there. */
export function Quote({ messageId, original, mine }: QuoteProps) {
  const { jumpTo } = useChat();
  const name = original === undefined ? said.someone : original.mine ? said.you : original.sender.name;
  const text = original === undefined ? said.earlier : summaryOf(original);
  return (
    <button
      type="button"
      aria-label={said.goToOriginal(name)}
      onClick={() => jumpTo(messageId)}
      className={clsx(
        'mb-1.5 grid min-h-9 w-full max-w-full rounded-lg border-l-3 border-accent px-2.5 py-1 text-left text-sm leading-snug hover:bg-sunken',
        mine ? 'bg-surface' : 'bg-sunken',
      )}
    >
      {original !== undefined && <span className="truncate font-medium">{name}</span>}
      <span className="truncate text-muted">{text}</span>
    </button>
  );
}

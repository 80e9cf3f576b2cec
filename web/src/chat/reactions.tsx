import type { RoomMessage } from '@lyceum/client';
import { useMe } from '@lyceum/client/react';
import { clsx } from 'clsx';
import { chat as said } from '../strings/chat.js';
import { catchFocus } from '../ui/catch-focus.js';
import { useChat, useNames } from './chat-context.js';

/** How people answered a message with one emoji each; pressing one does the same, or takes one's own back. */
export function Reactions({ message }: { message: RoomMessage }) {
  const { react, canWrite } = useChat();
  const names = useNames();
  const meId = useMe()?.id;
  if (message.reactions.length === 0) return null;
  return (
    <ul aria-label={said.reactions} className={clsx('-mt-1 flex flex-wrap gap-1', message.mine && 'justify-end')}>
      {message.reactions.map(({ emoji, count, userIds }) => {
        const isMine = meId !== undefined && userIds.includes(meId);
        const people = userIds.map((id) => (id === meId ? said.you : (names.get(id) ?? said.someone)));
        const who = said.reactors(people, count);
        return (
          <li key={emoji}>
            <button
              type="button"
              title={who}
              aria-label={said.reaction(emoji, count, who, isMine)}
              aria-pressed={isMine}
              disabled={!canWrite}
              onClick={({ currentTarget }) => {
                const row = currentTarget.closest<HTMLElement>('[data-message]');
                react(message, emoji, !isMine);
                // The last one takes its button along.
                catchFocus(row);
              }}
              className={clsx(
                'inline-flex min-h-8 items-center gap-1.5 rounded-full border px-2.5 text-sm tabular-nums transition-colors pointer-coarse:min-h-9',
                isMine ? 'border-accent bg-accent-soft text-accent' : 'border-line bg-surface text-ink hover:bg-sunken',
              )}
            >
              <span aria-hidden>{emoji}</span>
              <span aria-hidden>{count}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

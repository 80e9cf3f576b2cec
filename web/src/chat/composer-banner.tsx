import { Pencil, Reply, X } from 'lucide-react';
import { chat } from '../strings/chat.js';
import { summaryOf } from './summary.js';
import type { About } from './use-composer.js';

const said = chat.composer;

/** What one replies to or changes, and the way out of that. */
export function ComposerBanner({ about, onCancel }: { about: About; onCancel: () => void }) {
  if (about === undefined) return null;
  const { kind, message } = about;
  const Icon = kind === 'edit' ? Pencil : Reply;
  const title = kind === 'edit' ? said.editing : said.replyingTo(message.mine ? chat.you : message.sender.name);
  return (
    <div className="flex items-center gap-3 border-b border-line py-1 pr-1 pl-3.5">
      <Icon aria-hidden size={18} className="shrink-0 text-accent" />
      <div className="grid min-w-0 grow text-sm leading-snug">
        <span className="font-medium">{title}</span>
        <span className="truncate text-muted">{summaryOf(message)}</span>
      </div>
      <button
        type="button"
        aria-label={kind === 'edit' ? said.cancelEdit : said.cancelReply}
        onClick={onCancel}
        className="grid size-11 shrink-0 place-items-center rounded-xl text-muted hover:bg-sunken hover:text-ink"
      >
        <X aria-hidden size={18} />
      </button>
    </div>
  );
}

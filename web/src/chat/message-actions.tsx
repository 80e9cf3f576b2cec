import type { RoomMessage } from '@lyceum/client';
import { Copy, Ellipsis, Pencil, Pin, PinOff, Reply, SmilePlus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { chat } from '../strings/chat.js';
import { strings } from '../strings/index.js';
import { Menu, MenuItem, MenuSeparator } from '../ui/menu.js';
import { toast } from '../ui/toasts.js';
import { useChat } from './chat-context.js';
import { EmojiPicker } from './emoji-picker.js';

const said = chat.actions;
const BUTTON = 'grid size-11 place-items-center rounded-xl text-muted transition-colors hover:bg-sunken hover:text-ink sm:size-9';

interface MessageActionsProps {
  message: RoomMessage;
  /** Something of it is open: it stays. */
  onHold: (held: boolean) => void;
}

/** What can be done with a message: beside it while it is pointed at, focused, or was tapped. */
export function MessageActions({ message, onHold }: MessageActionsProps) {
  const chatActions = useChat();
  const { canWrite, canModerate, canPin, reply, edit, remove, react, pin } = chatActions;
  const [choosing, setChoosing] = useState(false);
  const hold = (held: boolean): void => {
    setChoosing(held);
    onHold(held);
  };
  const picture = { 'aria-hidden': true, size: 18 } as const;
  const isPinned = message.pinnedAt !== null;
  const choose = (emoji: string): void => react(message, emoji, true);
  return (
    <div className="flex rounded-2xl border border-line bg-raised p-0.5 shadow-floating">
      {canWrite && (
        <>
          <EmojiPicker
            open={choosing}
            onOpenChange={hold}
            onChoose={choose}
            trigger={
              <button type="button" aria-label={said.react} title={said.react} className={BUTTON}>
                <SmilePlus {...picture} />
              </button>
            }
          />
          <button type="button" aria-label={said.reply} title={said.reply} className={BUTTON} onClick={() => reply(message)}>
            <Reply {...picture} />
          </button>
        </>
      )}
      <Menu
        onOpenChange={onHold}
        trigger={
          <button type="button" aria-label={said.more} title={said.more} className={BUTTON}>
            <Ellipsis {...picture} />
          </button>
        }
      >
        <MenuItem icon={<Copy {...picture} />} onSelect={() => void copy(message.text)}>
          {said.copy}
        </MenuItem>
        {message.mine && canWrite && (
          <MenuItem icon={<Pencil {...picture} />} onSelect={() => edit(message)}>
            {said.edit}
          </MenuItem>
        )}
        {canPin && (
          <MenuItem icon={isPinned ? <PinOff {...picture} /> : <Pin {...picture} />} onSelect={() => pin(message, !isPinned)}>
            {isPinned ? said.unpin : said.pin}
          </MenuItem>
        )}
        {(message.mine || canModerate) && (
          <>
            <MenuSeparator />
            <MenuItem danger icon={<Trash2 {...picture} />} onSelect={() => remove(message)}>
              {said.delete}
            </MenuItem>
          </>
        )}
      </Menu>
    </div>
  );
}

async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toast(said.copied);
  } catch {
    toast(strings.ui.notCopied(text), { tone: 'danger' });
  }
}

import type { ReactNode } from 'react';
import { chat as said } from '../strings/chat.js';
import { Popover } from '../ui/popover.js';
import { EMOJI, QUICK_EMOJI } from './emoji.js';

interface EmojiPickerProps {
  trigger: ReactNode;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onChoose: (emoji: string) => void;
}

const CELL = 'grid size-11 place-items-center rounded-xl text-xl transition-colors hover:bg-sunken';

/** A few emoji at hand, and some more below them. */
export function EmojiPicker({ trigger, open, onOpenChange, onChoose }: EmojiPickerProps) {
  const cell = (emoji: string) => (
    <button
      key={emoji}
      type="button"
      aria-label={said.emojiNamed(emoji)}
      className={CELL}
      onClick={() => {
        onOpenChange(false);
        onChoose(emoji);
      }}
    >
      {emoji}
    </button>
  );
  return (
    <Popover trigger={trigger} label={said.emoji} open={open} onOpenChange={onOpenChange} align="end">
      <div className="grid gap-2">
        <div className="grid grid-cols-6 gap-0.5 border-b border-line pb-2">{QUICK_EMOJI.map(cell)}</div>
        <div className="grid max-h-56 grid-cols-6 gap-0.5 overflow-y-auto overscroll-contain">
          {EMOJI.filter((emoji) => !QUICK_EMOJI.some((quick) => quick === emoji)).map(cell)}
        </div>
      </div>
    </Popover>
  );
}

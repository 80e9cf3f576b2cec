import { ArrowDown } from 'lucide-react';
import { chat as said } from '../strings/chat.js';

interface JumpButtonProps {
  isShown: boolean;
  unread: number;
  onJump: () => void;
}

/** While one reads farther up: the way back to the newest message, and how many one has not seen. */
export function JumpButton({ isShown, unread, onJump }: JumpButtonProps) {
  if (!isShown) return null;
  return (
    <button
      type="button"
      onClick={onJump}
      className="absolute right-4 bottom-3 z-10 inline-flex min-h-11 min-w-11 animate-rise items-center justify-center gap-2 rounded-full border border-line bg-raised px-3 text-sm font-medium shadow-floating hover:bg-sunken"
    >
      <ArrowDown aria-hidden size={18} />
      <span className={unread === 0 ? 'sr-only' : 'text-accent'}>{said.jump(unread)}</span>
    </button>
  );
}

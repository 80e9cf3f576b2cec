import { Paperclip } from 'lucide-react';
import { useState, type DragEvent, type ReactNode } from 'react';
import { chat } from '../strings/chat.js';
import { toast } from '../ui/toasts.js';
import { carriesFiles, filesOf } from './dropped-files.js';

interface DropAreaProps {
  /** Absent where no files can be sent. */
  onFiles: ((files: readonly File[]) => void) | undefined;
  children: ReactNode;
}

/** Around a conversation: files that are dropped anywhere on it go along with what one writes. */
export function DropArea({ onFiles, children }: DropAreaProps) {
  const [isOver, setOver] = useState(false);
  const drag = (event: DragEvent): void => {
    if (!carriesFiles(event.dataTransfer)) return;
    // Where they can't be sent they are refused all the same: the browser would show the file in place of this page.
    event.preventDefault();
    event.dataTransfer.dropEffect = onFiles === undefined ? 'none' : 'copy';
    setOver(onFiles !== undefined);
  };
  const drop = (event: DragEvent): void => {
    setOver(false);
    if (!carriesFiles(event.dataTransfer)) return;
    event.preventDefault();
    const files = filesOf(event.dataTransfer);
    if (files.length > 0) onFiles?.(files);
    else toast(chat.files.noFolders, { tone: 'danger' });
  };
  return (
    <div
      className="relative flex min-h-0 min-w-0 grow flex-col"
      onDragOver={drag}
      onDragLeave={({ currentTarget, relatedTarget }) => {
        if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) setOver(false);
      }}
      onDrop={drop}
    >
      {children}
      {isOver && (
        // It lets through what is dragged: whoever leaves it for what is below has not left.
        <div className="pointer-events-none absolute inset-2 z-30 grid animate-appear place-content-center justify-items-center gap-3 rounded-2xl border-2 border-dashed border-accent bg-accent-soft text-lg font-medium text-accent">
          <Paperclip aria-hidden size={28} />
          {chat.files.dropHere}
        </div>
      )}
    </div>
  );
}

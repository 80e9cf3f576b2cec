import { Paperclip } from 'lucide-react';
import { useRef } from 'react';
import { chat } from '../strings/chat.js';
import { toast } from '../ui/toasts.js';
import { MOST_FILES, type Uploads } from './uploads.js';

const said = chat.files;

/** Puts files into the message that is being written. */
export function attachTo(uploads: Uploads, files: readonly File[]): void {
  if (!uploads.add(files)) toast(said.tooMany(MOST_FILES), { tone: 'danger' });
}

/** Has the device ask which files. */
export function AttachButton({ uploads, disabled }: { uploads: Uploads; disabled: boolean }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={said.choose}
        onChange={({ target }) => {
          attachTo(uploads, [...(target.files ?? [])]);
          // The same file may be chosen again.
          target.value = '';
        }}
      />
      <button
        type="button"
        aria-label={said.attach}
        title={said.attach}
        disabled={disabled}
        onClick={() => input.current?.click()}
        className="grid size-11 shrink-0 place-items-center rounded-xl text-muted transition-colors hover:bg-sunken hover:text-ink disabled:opacity-55"
      >
        <Paperclip aria-hidden size={20} />
      </button>
    </>
  );
}

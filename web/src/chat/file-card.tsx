import type { Attachment } from '@lyceum/client';
import { Download, FileText } from 'lucide-react';
import { chat } from '../strings/chat.js';
import { Spinner } from '../ui/spinner.js';
import { sizeOf } from './file-size.js';
import { useOpenFile } from './use-open-file.js';

/** A file of a message; pressing it saves it on the device. */
export function FileCard({ file }: { file: Attachment }) {
  const { name, size } = file;
  const { busy, open } = useOpenFile(file, 'save');
  return (
    <button
      type="button"
      disabled={busy}
      aria-label={chat.files.download(name, sizeOf(size))}
      onClick={open}
      className="flex min-h-11 max-w-full items-center gap-2.5 rounded-xl border border-line bg-surface px-3 py-1.5 text-left text-sm transition-colors hover:bg-sunken"
    >
      <FileText aria-hidden size={20} className="shrink-0 text-muted" />
      <span className="grid min-w-0 grow leading-snug">
        <span className="truncate font-medium">{name}</span>
        <span className="text-muted">{sizeOf(size)}</span>
      </span>
      {busy ? <Spinner /> : <Download aria-hidden size={18} className="shrink-0 text-muted" />}
    </button>
  );
}

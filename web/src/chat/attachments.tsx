import type { Attachment } from '@lyceum/client';
import { Paperclip } from 'lucide-react';
import { chat as said } from '../strings/chat.js';

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** `1.4 MB` */
function sizeOf(bytes: number): string {
  const step = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(bytes, 1)) / 3));
  const format = new Intl.NumberFormat('en', { style: 'unit', unit: UNITS[step], maximumFractionDigits: 1 });
  return format.format(bytes / 1_000 ** step);
}

/** The files of a message. */
export function Attachments({ files }: { files: readonly Attachment[] }) {
  if (files.length === 0) return null;
  return (
    <ul className="grid gap-1.5 pt-1">
      {files.map(({ id, name, size }) => (
        <li key={id} className="flex items-center gap-2 rounded-xl border border-line bg-surface px-3 py-2 text-sm">
          <Paperclip aria-hidden size={16} className="shrink-0 text-muted" />
          <span className="sr-only">{said.file(name, sizeOf(size))}</span>
          <span aria-hidden className="truncate font-medium">
            {name}
          </span>
          <span aria-hidden className="shrink-0 text-muted">
            {sizeOf(size)}
          </span>
        </li>
      ))}
    </ul>
  );
}

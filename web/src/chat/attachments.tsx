import type { Attachment } from '@lyceum/client';
import { FileCard } from './file-card.js';
import { Picture } from './picture.js';

/** The files of a message: pictures are shown, others can be saved. */
export function Attachments({ files }: { files: readonly Attachment[] }) {
  if (files.length === 0) return null;
  return (
    <ul className="grid grid-cols-[minmax(0,1fr)] justify-items-start gap-1.5 pt-1">
      {files.map((file) => (
        <li key={file.id} className="max-w-full">
          {isPicture(file) ? <Picture file={file} /> : <FileCard file={file} />}
        </li>
      ))}
    </ul>
  );
}

/** The server measures what browsers show, by content. */
function isPicture(file: Attachment): file is Attachment & { width: number; height: number } {
  return file.contentType.startsWith('image/') && file.width !== null && file.height !== null && file.height > 0;
}

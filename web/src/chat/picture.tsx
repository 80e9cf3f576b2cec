import type { Attachment } from '@lyceum/client';
import { chat } from '../strings/chat.js';
import { FileCard } from './file-card.js';
import { useFileLink } from './use-file-link.js';
import { useOpenFile } from './use-open-file.js';

/** No larger than that in a conversation; whole in a tab of its own. */
const WIDEST_PX = 320;
const HIGHEST_PX = 360;
/** What is smaller could not be hit. */
const SMALLEST_PX = 44;

/** A picture of a message. Its place is kept from the beginning, so that nothing moves when it comes. */
export function Picture({ file }: { file: Attachment & { width: number; height: number } }) {
  const { name, width, height } = file;
  const { url, renew } = useFileLink(file.id);
  const { open } = useOpenFile(file, 'open');
  if (url === null) return <FileCard file={file} />;
  const shownWidth = Math.max(SMALLEST_PX, Math.round(Math.min(width, WIDEST_PX, (HIGHEST_PX * width) / height)));
  return (
    <button
      type="button"
      aria-label={chat.files.openPicture(name)}
      onClick={open}
      style={{ width: shownWidth, aspectRatio: `${width} / ${height}` }}
      className="block max-h-90 min-h-11 max-w-full overflow-hidden rounded-xl bg-sunken"
    >
      {url !== undefined && (
        <img
          src={url}
          alt={name}
          loading="lazy"
          draggable={false}
          onError={renew}
          className="size-full animate-appear object-contain"
        />
      )}
    </button>
  );
}

import { useRef } from 'react';
import { chat } from '../strings/chat.js';
import { UploadChip } from './upload-chip.js';
import { isUnderWay, type Upload, type Uploads } from './uploads.js';

const said = chat.files;

interface UploadTrayProps {
  uploads: Uploads;
  shown: readonly Upload[];
  /** None is left: the focus goes there. */
  onEmpty: () => void;
}

/** Above the text: the files that go along with it, and how far each is. */
export function UploadTray({ uploads, shown, onEmpty }: UploadTrayProps) {
  const list = useRef<HTMLUListElement>(null);
  const underWay = shown.filter(isUnderWay).length;
  const ready = shown.filter(({ attachment }) => attachment !== undefined).length;
  const drop = (upload: Upload, index: number): void => {
    uploads.drop(upload);
    // Its button goes with it; the next one's stands where it was.
    requestAnimationFrame(() => {
      const left = [...(list.current?.querySelectorAll<HTMLElement>('[data-drop]') ?? [])];
      const next = left[Math.min(index, left.length - 1)];
      if (next === undefined) onEmpty();
      else next.focus();
    });
  };
  return (
    <>
      <p role="status" className="sr-only">
        {underWay > 0 ? said.uploading(underWay) : ready > 0 && said.ready(ready)}
      </p>
      {shown.length > 0 && (
        <ul
          ref={list}
          aria-label={said.list}
          className="flex max-h-48 flex-wrap gap-2 overflow-y-auto overscroll-contain border-b border-line p-2"
        >
          {shown.map((upload, index) => (
            <li key={upload.key} className="max-w-full">
              <UploadChip upload={upload} onRetry={() => uploads.retry(upload)} onDrop={() => drop(upload, index)} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

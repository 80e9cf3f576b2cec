import { FileText, RotateCw, X } from 'lucide-react';
import { chat } from '../strings/chat.js';
import { sizeOf } from './file-size.js';
import { isUnderWay, type Upload, type Uploads } from './uploads.js';

const said = chat.files;

/** Above the text: the files that go along with it, and how far each is. */
export function UploadTray({ uploads, shown }: { uploads: Uploads; shown: readonly Upload[] }) {
  const underWay = shown.filter(isUnderWay).length;
  return (
    <>
      <p role="status" className="sr-only">
        {shown.length > 0 && (underWay > 0 ? said.uploading(underWay) : said.ready(shown.length))}
      </p>
      {shown.length > 0 && (
        <ul
          aria-label={said.list}
          className="flex max-h-48 flex-wrap gap-2 overflow-y-auto overscroll-contain border-b border-line p-2"
        >
          {shown.map((upload) => (
            <li key={upload.key} className="max-w-full">
              <UploadChip upload={upload} onRetry={() => uploads.retry(upload)} onDrop={() => uploads.drop(upload)} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

interface UploadChipProps {
  upload: Upload;
  onRetry: () => void;
  onDrop: () => void;
}

function UploadChip({ upload, onRetry, onDrop }: UploadChipProps) {
  const { file, preview, error } = upload;
  return (
    <div className="flex w-64 max-w-full items-center gap-2 rounded-xl border border-line bg-page py-1 pr-1 pl-2">
      {preview === undefined ? (
        <FileText aria-hidden size={20} className="shrink-0 text-muted" />
      ) : (
        <img src={preview} alt="" className="size-9 shrink-0 rounded-lg object-cover" />
      )}
      <div className="grid min-w-0 grow gap-0.5 text-sm leading-snug">
        <span className="truncate font-medium">{file.name}</span>
        {error !== undefined ? (
          <span role="alert" className="text-danger">
            {error.message}
          </span>
        ) : isUnderWay(upload) ? (
          <Progress upload={upload} />
        ) : (
          <span className="text-muted">{sizeOf(file.size)}</span>
        )}
      </div>
      {error !== undefined && (
        <button
          type="button"
          aria-label={said.retry(file.name)}
          onClick={onRetry}
          className="touch grid shrink-0 place-items-center rounded-xl text-muted hover:bg-sunken hover:text-ink"
        >
          <RotateCw aria-hidden size={18} />
        </button>
      )}
      <button
        type="button"
        aria-label={said.drop(file.name)}
        onClick={onDrop}
        className="touch grid shrink-0 place-items-center rounded-xl text-muted hover:bg-sunken hover:text-ink"
      >
        <X aria-hidden size={18} />
      </button>
    </div>
  );
}

function Progress({ upload: { file, share } }: { upload: Upload }) {
  const percent = Math.round(share * 100);
  return (
    <span
      role="progressbar"
      aria-label={said.progress(file.name)}
      aria-valuenow={percent}
      aria-valuemin={0}
      aria-valuemax={100}
      className="my-1.5 block h-1.5 overflow-hidden rounded-full bg-line"
    >
      <span className="block h-full rounded-full bg-accent transition-[width]" style={{ width: `${percent}%` }} />
    </span>
  );
}

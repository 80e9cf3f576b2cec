import { CircleAlert, FileText, RotateCw, X } from 'lucide-react';
import { useState } from 'react';
import { chat } from '../strings/chat.js';
import { sizeOf } from './file-size.js';
import { isUnderWay, type Upload } from './uploads.js';

const said = chat.files;
const BUTTON = 'touch grid shrink-0 place-items-center rounded-xl text-muted hover:bg-sunken hover:text-ink';

interface UploadChipProps {
  upload: Upload;
  onRetry: () => void;
  onDrop: () => void;
}

/** A file that goes along with a message: how far it is, or why it is not sent. */
export function UploadChip({ upload, onRetry, onDrop }: UploadChipProps) {
  const { file, error } = upload;
  return (
    <div className="flex w-72 max-w-full items-center gap-2.5 rounded-xl border border-line bg-page py-1 pr-1 pl-2">
      <Face upload={upload} />
      <div className="grid min-w-0 grow text-sm leading-snug">
        <span className="truncate font-medium">{file.name}</span>
        {error === undefined ? (
          <span className="flex h-5 items-center">
            {isUnderWay(upload) ? <Progress upload={upload} /> : <span className="text-muted">{sizeOf(file.size)}</span>}
          </span>
        ) : (
          <span role="alert" className="min-h-5 text-danger">
            {error.message}
          </span>
        )}
      </div>
      <div className="flex shrink-0">
        {/* What was refused for good would be refused again. */}
        {error?.retryable === true && (
          <button
            type="button"
            aria-label={said.retry(file.name)}
            title={said.retry(file.name)}
            onClick={onRetry}
            className={BUTTON}
          >
            <RotateCw aria-hidden size={18} />
          </button>
        )}
        <button
          type="button"
          data-drop
          aria-label={said.drop(file.name)}
          title={said.drop(file.name)}
          onClick={onDrop}
          className={BUTTON}
        >
          <X aria-hidden size={18} />
        </button>
      </div>
    </div>
  );
}

function Face({ upload: { preview, error } }: { upload: Upload }) {
  const [isBroken, setBroken] = useState(false);
  // Not every picture is one that this browser knows.
  const isShown = preview !== undefined && !isBroken;
  return (
    <span className="grid size-10 shrink-0 place-items-center overflow-hidden rounded-lg bg-sunken">
      {error !== undefined ? (
        <CircleAlert aria-hidden size={20} className="text-danger" />
      ) : isShown ? (
        <img src={preview} alt="" onError={() => setBroken(true)} className="size-full object-cover" />
      ) : (
        <FileText aria-hidden size={20} className="text-muted" />
      )}
    </span>
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
      className="block h-1.5 w-full overflow-hidden rounded-full bg-line"
    >
      <span className="block h-full rounded-full bg-accent transition-[width]" style={{ width: `${percent}%` }} />
    </span>
  );
}

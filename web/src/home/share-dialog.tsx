import type { RoomDetails } from '@lyceum/client';
import { Share2 } from 'lucide-react';
import { Suspense } from 'react';
import { strings } from '../strings/index.js';
import { Button, ButtonLink } from '../ui/button.js';
import { CopyButton } from '../ui/copy-button.js';
import { Dialog } from '../ui/dialog.js';
import { optional } from '../ui/optional.js';

const said = strings.home.share;

// The code and the link are there before the library that draws them, and also where it does not come.
const QrCode = optional(async () => (await import('../ui/qr-code.js')).QrCode);

interface ShareDialogProps {
  /** A room with a code. */
  room: Pick<RoomDetails, 'code' | 'title'>;
  /** It was made just now: the dialog also leads there. */
  fresh?: boolean;
  onClose: () => void;
}

/** What others need to come to a session: code, link, and a picture for cameras. */
export function ShareDialog({ room, fresh = false, onClose }: ShareDialogProps) {
  const { code } = room;
  if (code === null) return null;
  const link = new URL(`/s/${code}`, location.origin).href;
  const share = { title: said.shareTitle(room.title ?? strings.home.rooms.untitled), url: link };
  const actions = fresh && (
    <ButtonLink to={`/s/${code}`} look="primary" className="w-full">
      {said.open}
    </ButtonLink>
  );
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={fresh ? said.title : said.invite}
      description={said.text}
      actions={actions}
    >
      <div className="grid justify-items-center gap-4">
        <div className="aspect-square w-full max-w-56">
          <Suspense>
            <QrCode text={link} label={said.qr(code)} />
          </Suspense>
        </div>
        <p className="grid justify-items-center gap-0.5">
          <span className="text-sm text-muted">{said.code}</span>
          <span className="code-letters text-3xl">{code}</span>
        </p>
        <div className="flex flex-wrap justify-center gap-3">
          <CopyButton text={link}>{said.copyLink}</CopyButton>
          <CopyButton text={code}>{said.copyCode}</CopyButton>
          {'share' in navigator && (
            // Closing the system's sheet rejects, and means nothing.
            <Button icon={<Share2 aria-hidden size={18} />} onClick={() => void navigator.share(share).catch(() => undefined)}>
              {said.share}
            </Button>
          )}
        </div>
      </div>
    </Dialog>
  );
}

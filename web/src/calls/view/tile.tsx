import { clsx } from 'clsx';
import { MicOff, ScreenShare } from 'lucide-react';
import { calls } from '../../strings/calls.js';
import { Avatar } from '../../ui/avatar.js';
import { Spinner } from '../../ui/spinner.js';
import { Video } from '../video.js';

interface TileProps {
  name: string;
  /** Whose initials are shown where there is no picture; by default the name's. */
  avatarName?: string;
  avatarUrl: string | null;
  /** Absent where there are no pictures to show. */
  stream: MediaStream | undefined;
  muted: boolean;
  sharing: boolean;
  mirrored?: boolean;
  isSmall?: boolean;
  /** What is the matter with them. */
  about: string | undefined;
  /** What the picture shows. */
  label: string;
}

/** Somebody in a call: their picture, or who they are. */
export function Tile({ name, avatarName = name, avatarUrl, isSmall = false, ...shown }: TileProps) {
  const { stream, muted, sharing, mirrored = false, about, label } = shown;
  return (
    <div
      role="group"
      aria-label={label}
      className={clsx(
        'relative grid min-h-0 place-items-center overflow-hidden rounded-2xl bg-sunken',
        isSmall && 'border border-line',
      )}
    >
      {stream === undefined ? (
        <span className={clsx(!isSmall && 'sm:scale-150')}>
          <Avatar name={avatarName} src={avatarUrl} size={isSmall ? 'medium' : 'large'} />
        </span>
      ) : (
        <div className="absolute inset-0">
          <Video stream={stream} mirrored={mirrored} whole={sharing} label={label} />
        </div>
      )}
      {about !== undefined && (
        <p className="absolute top-3 flex items-center gap-2 rounded-full bg-raised px-3 py-1 text-sm shadow-card">
          <Spinner size={16} />
          {about}
        </p>
      )}
      <p className="absolute bottom-2 left-2 flex max-w-[calc(100%-1rem)] items-center gap-1.5 rounded-lg bg-raised px-2 py-0.5 text-sm shadow-card">
        {sharing && <ScreenShare aria-hidden size={14} className="shrink-0 text-accent" />}
        {muted && (
          <>
            <MicOff aria-hidden size={14} className="shrink-0 text-danger" />
            <span className="sr-only">{calls.view.muted}</span>
          </>
        )}
        <span className="truncate">{name}</span>
      </p>
    </div>
  );
}

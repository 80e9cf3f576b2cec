import { clsx } from 'clsx';
import { Avatar as Radix } from 'radix-ui';
import { strings } from '../strings/index.js';
import { hueOf, initialsOf } from './initials.js';

export type Shown = 'online' | 'away' | 'busy' | 'offline';

interface AvatarProps {
  name: string;
  src?: string | null;
  size?: 'small' | 'medium' | 'large';
  /** Shows a mark; absent where it is not known or does not matter. */
  presence?: Shown;
}

const SIZES = { small: 'size-8 text-xs', medium: 'size-10 text-sm', large: 'size-16 text-xl' };
const MARKS: Record<Shown, string> = {
  online: 'bg-success',
  away: 'bg-warning',
  busy: 'bg-danger',
  offline: 'border-2 border-control bg-surface',
};
/** Soft grounds that its letters can be read on. */
const GROUNDS = [
  'bg-accent-soft text-accent',
  'bg-warning-soft text-warning',
  'bg-danger-soft text-danger',
  'bg-success-soft text-success',
];

/** Somebody's picture, or their initials. The name stands beside it wherever it is used, so screen readers pass it by. */
export function Avatar({ name, src, size = 'medium', presence }: AvatarProps) {
  return (
    <span className="relative inline-flex shrink-0">
      <Radix.Root
        aria-hidden
        className={clsx(
          'inline-grid place-items-center overflow-hidden rounded-full font-semibold select-none',
          SIZES[size],
          GROUNDS[hueOf(name, GROUNDS.length)],
        )}
      >
        {typeof src === 'string' && <Radix.Image src={src} alt="" className="size-full object-cover" />}
        {/* Drawn, not written: what a button that it stands in is called begins with the name. */}
        <Radix.Fallback data-initials={initialsOf(name)} className="before:content-[attr(data-initials)]" />
      </Radix.Root>
      {presence !== undefined && (
        <span className={clsx('absolute -right-0.5 -bottom-0.5 size-3 rounded-full ring-2 ring-surface', MARKS[presence])}>
          <span className="sr-only">{strings.ui.presence[presence]}</span>
        </span>
      )}
    </span>
  );
}

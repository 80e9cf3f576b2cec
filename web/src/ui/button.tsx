import { clsx } from 'clsx';
import type { ComponentProps, ReactNode } from 'react';
import { Link, type LinkProps } from 'react-router';
import { Spinner } from './spinner.js';
import { Tooltip } from './tooltip.js';

type Look = 'primary' | 'secondary' | 'ghost' | 'danger';
type Size = 'small' | 'medium';

const LOOKS: Record<Look, string> = {
  primary: 'bg-accent text-on-accent hover:bg-accent-strong',
  secondary: 'border border-line bg-surface text-ink shadow-card hover:bg-sunken',
  ghost: 'text-ink hover:bg-sunken',
  danger: 'bg-danger text-on-danger hover:bg-danger-strong',
};
const SIZES: Record<Size, string> = { small: 'min-h-9 px-3 text-sm', medium: 'min-h-11 px-5' };
const SHAPE =
  'inline-flex items-center justify-center gap-2 rounded-xl font-medium transition-colors select-none disabled:cursor-not-allowed disabled:opacity-55';

interface Styled {
  look?: Look;
  /** `small` only where fingers are not expected, or inside something larger that they can hit. */
  size?: Size;
  icon?: ReactNode;
}

export interface ButtonProps extends ComponentProps<'button'>, Styled {
  /** What it does is under way: it shows that, and does nothing else meanwhile. */
  busy?: boolean;
}

export function Button({ look = 'secondary', size = 'medium', icon, busy = false, className, children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-busy={busy}
      disabled={rest.disabled === true || busy}
      className={clsx(SHAPE, LOOKS[look], SIZES[size], className)}
    >
      {busy ? <Spinner /> : icon}
      {children}
    </button>
  );
}

/** A link that looks like a button: it leads somewhere. */
export function ButtonLink({ look = 'secondary', size = 'medium', icon, className, children, ...rest }: LinkProps & Styled) {
  return (
    <Link {...rest} className={clsx(SHAPE, LOOKS[look], SIZES[size], className)}>
      {icon}
      {children}
    </Link>
  );
}

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'aria-label'> {
  /** What it does, for everybody who does not know the picture: a tooltip, and its name for screen readers. */
  label: string;
  look?: Look;
  children: ReactNode;
}

export function IconButton({ label, look = 'ghost', className, children, ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label}>
      <button
        type="button"
        {...rest}
        aria-label={label}
        className={clsx(
          'touch inline-flex shrink-0 items-center justify-center rounded-xl transition-colors disabled:opacity-55',
          LOOKS[look],
          className,
        )}
      >
        {children}
      </button>
    </Tooltip>
  );
}

import { Popover as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { keepFocus } from './keep-focus.js';

interface PopoverProps {
  trigger: ReactNode;
  /** What it is, for screen readers. */
  label: string;
  children: ReactNode;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  align?: 'start' | 'center' | 'end';
}

/** Something small beside the button that opened it; the page goes on meanwhile. */
export function Popover({ trigger, label, children, align = 'center', ...state }: PopoverProps) {
  return (
    <Radix.Root {...state}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          onCloseAutoFocus={keepFocus}
          className="z-50 max-w-[calc(100vw-1rem)] animate-appear rounded-2xl border border-line bg-raised p-3 shadow-floating"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

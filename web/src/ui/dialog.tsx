import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { strings } from '../strings/index.js';

export interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: string;
  children: ReactNode;
  /** Its buttons, the one that goes on last. */
  actions?: ReactNode;
  /** Nobody asked for it: none of its buttons has the focus, so that what somebody is typing presses none. */
  uncalled?: boolean;
}

/** What must be answered or closed before one goes on. On a phone it comes from below, where thumbs are. */
export function Dialog({ open, onOpenChange, title, description, children, actions, uncalled = false }: DialogProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        {/* Not the library's own overlay: that one writes a style into the page, which the page's policy refuses. */}
        <div className="fixed inset-0 z-40 animate-appear bg-scrim" />
        <div className="pointer-events-none fixed inset-0 z-40 grid items-end justify-items-center sm:place-items-center sm:p-6">
          <Radix.Content
            {...(description === undefined ? { 'aria-describedby': undefined } : {})}
            {...(uncalled ? { onOpenAutoFocus: focusWhole } : {})}
            className="pointer-events-auto grid max-h-[90dvh] w-full animate-rise gap-4 overflow-y-auto overscroll-contain rounded-t-3xl bg-raised p-5 outline-none pb-[max(1.25rem,env(safe-area-inset-bottom))] shadow-floating sm:max-w-lg sm:rounded-3xl sm:p-6"
          >
            <header className="flex items-start justify-between gap-4">
              <div className="grid gap-1 pt-1.5">
                <Radix.Title className="text-xl font-semibold tracking-tight">{title}</Radix.Title>
                {description !== undefined && <Radix.Description className="text-muted">{description}</Radix.Description>}
              </div>
              <Radix.Close
                aria-label={strings.ui.close}
                className="touch -mt-1 -mr-2 grid shrink-0 place-items-center rounded-xl text-muted hover:bg-sunken hover:text-ink"
              >
                <X aria-hidden size={20} />
              </Radix.Close>
            </header>
            {children}
            {actions !== undefined && <footer className="flex flex-wrap justify-end gap-3 pt-2">{actions}</footer>}
          </Radix.Content>
        </div>
      </Radix.Portal>
    </Radix.Root>
  );
}

function focusWhole(event: Event): void {
  event.preventDefault();
  if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
}

import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { strings } from '../strings/index.js';
import { useFocusBack } from './focus-back.js';

interface SheetProps {
  title: string;
  onClose: () => void;
  children: ReactNode;
}

/** What stands beside the page on wide screens, over the page on small ones: it comes from below, and is closed to go on. */
export function Sheet({ title, onClose, children }: SheetProps) {
  const giveFocusBack = useFocusBack(true);
  return (
    <Radix.Root open onOpenChange={(open) => !open && onClose()}>
      <Radix.Portal>
        {/* Not the library's own overlay: that one writes a style into the page, which the page's policy refuses. */}
        <div className="fixed inset-0 z-40 animate-appear bg-scrim" />
        <Radix.Content
          aria-describedby={undefined}
          onCloseAutoFocus={giveFocusBack}
          className="fixed inset-x-0 bottom-0 z-40 flex h-[85dvh] animate-rise flex-col rounded-t-3xl bg-raised shadow-floating sm:inset-y-0 sm:right-0 sm:left-auto sm:h-dvh sm:w-96 sm:rounded-none sm:rounded-l-3xl"
        >
          <header className="flex items-center justify-between gap-4 py-3 pr-3 pl-5">
            <Radix.Title className="text-lg font-semibold tracking-tight">{title}</Radix.Title>
            <Radix.Close
              aria-label={strings.ui.close}
              className="touch grid shrink-0 place-items-center rounded-xl text-muted hover:bg-sunken hover:text-ink"
            >
              <X aria-hidden size={20} />
            </Radix.Close>
          </header>
          <div className="grow overflow-y-auto overscroll-contain px-5 pb-[max(1.25rem,env(safe-area-inset-bottom))]">
            {children}
          </div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

import { Tooltip as Radix } from 'radix-ui';
import type { ReactNode } from 'react';

/** Once, around the app. */
export const TooltipProvider = Radix.Provider;

/** A word on what is pointed at or focused. Nothing that people need: fingers never see it. */
export function Tooltip({ text, children }: { text: string; children: ReactNode }) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          sideOffset={6}
          collisionPadding={8}
          className="z-50 max-w-64 animate-appear rounded-lg bg-ink px-2.5 py-1.5 text-sm text-page shadow-floating"
        >
          {text}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

import { useStore } from '@lyceum/client/react';
import { Bell, CircleAlert, CircleCheck, X, type LucideIcon } from 'lucide-react';
import { Toast as Radix } from 'radix-ui';
import { strings } from '../strings/index.js';
import { dismiss, toasts, type Tone } from './toasts.js';

const SHOWN_MS = 6_000;

const LOOKS = {
  success: { icon: CircleCheck, colour: 'text-success' },
  danger: { icon: CircleAlert, colour: 'text-danger' },
  news: { icon: Bell, colour: 'text-accent' },
} as const satisfies Record<Tone, { icon: LucideIcon; colour: string }>;

/** Once, around the app: where toasts appear. */
export function Toasts() {
  const shown = useStore(toasts);
  return (
    <Radix.Provider label={strings.ui.notice} duration={SHOWN_MS} swipeDirection="down">
      {shown.map(({ id, text, tone, action }) => (
        <Radix.Root
          key={id}
          onOpenChange={() => dismiss(id)}
          className="flex animate-rise items-center gap-3 rounded-2xl border border-line bg-raised py-2 pr-2 pl-4 shadow-floating"
        >
          <Picture tone={tone} />
          <Radix.Description className="min-w-0 grow py-2 wrap-anywhere">{text}</Radix.Description>
          {action !== undefined && (
            <Radix.Action
              altText={action.label}
              onClick={action.run}
              className="min-h-11 rounded-lg px-3 font-medium text-accent hover:bg-sunken"
            >
              {action.label}
            </Radix.Action>
          )}
          <Radix.Close
            aria-label={strings.ui.close}
            className="touch grid shrink-0 place-items-center rounded-lg text-muted hover:bg-sunken hover:text-ink"
          >
            <X aria-hidden size={18} />
          </Radix.Close>
        </Radix.Root>
      ))}
      <Radix.Viewport className="fixed inset-x-4 bottom-[calc(5rem+env(safe-area-inset-bottom))] z-50 grid gap-2 outline-none sm:inset-x-auto sm:right-6 sm:bottom-6 sm:w-96" />
    </Radix.Provider>
  );
}

function Picture({ tone }: { tone: Tone }) {
  const { icon: Icon, colour } = LOOKS[tone];
  return <Icon aria-hidden size={20} className={`shrink-0 ${colour}`} />;
}

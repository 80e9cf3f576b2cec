import { Ban } from 'lucide-react';
import { useState } from 'react';
import { messages } from '../strings/messages.js';
import { Button } from '../ui/button.js';

const said = messages.block;

/** In place of the composer, where one has blocked the other. */
export function Barred({ name, onUnblock }: { name: string; onUnblock: () => Promise<void> }) {
  const [busy, setBusy] = useState(false);
  const unblock = async (): Promise<void> => {
    setBusy(true);
    await onUnblock();
    setBusy(false);
  };
  return (
    <div
      role="status"
      className="mx-4 mb-[max(1rem,env(safe-area-inset-bottom))] flex flex-wrap items-center gap-3 rounded-2xl bg-sunken px-4 py-3 sm:mx-6"
    >
      <Ban aria-hidden size={20} className="shrink-0 text-muted" />
      <p className="min-w-48 grow">
        <strong className="font-semibold">{said.barred(name)}</strong> <span className="text-muted">{said.barredText}</span>
      </p>
      <Button busy={busy} onClick={() => void unblock()}>
        {said.unblock}
      </Button>
    </div>
  );
}

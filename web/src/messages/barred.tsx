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
      className="mx-4 mb-[max(1rem,env(safe-area-inset-bottom))] flex flex-wrap items-center justify-end gap-3 rounded-2xl bg-sunken px-4 py-3 sm:mx-6"
    >
      <div className="flex min-w-0 flex-1 basis-64 gap-3">
        <Ban aria-hidden size={20} className="mt-0.5 shrink-0 text-muted" />
        <p>
          <strong className="font-semibold">{said.barred(name)}</strong> <span className="text-muted">{said.barredText}</span>
        </p>
      </div>
      <Button busy={busy} onClick={() => void unblock()}>
        {said.unblock}
      </Button>
    </div>
  );
}

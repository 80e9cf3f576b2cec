import { useState } from 'react';
import { strings } from '../strings/index.js';
import { Button } from './button.js';
import { Dialog } from './dialog.js';

interface ConfirmDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** The question. */
  title: string;
  /** What follows from a yes. */
  description: string;
  /** What the button says that does it: a verb. */
  confirm: string;
  /** The dialog closes when it is done; where it fails, whoever does it tells. */
  onConfirm: () => Promise<unknown>;
}

/** Before something that can't be taken back. */
export function ConfirmDialog({ open, onOpenChange, title, description, confirm, onConfirm }: ConfirmDialogProps) {
  const [busy, setBusy] = useState(false);
  const run = async (): Promise<void> => {
    setBusy(true);
    try {
      await onConfirm();
      onOpenChange(false);
    } finally {
      setBusy(false);
    }
  };
  const actions = (
    <>
      <Button onClick={() => onOpenChange(false)}>{strings.ui.cancel}</Button>
      <Button look="danger" busy={busy} onClick={() => void run()}>
        {confirm}
      </Button>
    </>
  );
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={title} actions={actions}>
      <p className="text-muted">{description}</p>
    </Dialog>
  );
}

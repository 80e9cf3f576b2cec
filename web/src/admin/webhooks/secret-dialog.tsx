import { webhooks } from '../../strings/admin-webhooks.js';
import { Button } from '../../ui/button.js';
import { CopyButton } from '../../ui/copy-button.js';
import { Dialog } from '../../ui/dialog.js';

const said = webhooks.secret;

/** The one time that a secret is shown. */
export function SecretDialog({ secret, onClose }: { secret: string; onClose: () => void }) {
  const actions = (
    <>
      <CopyButton text={secret}>{said.copy}</CopyButton>
      <Button look="primary" onClick={onClose}>
        {said.done}
      </Button>
    </>
  );
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={said.title} description={said.text} actions={actions}>
      <code className="rounded-xl bg-sunken px-4 py-3 font-mono text-sm break-all select-all">{secret}</code>
    </Dialog>
  );
}

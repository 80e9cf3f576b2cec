import { LyceumError } from '@lyceum/client';
import { LogOut } from 'lucide-react';
import { useState } from 'react';
import { strings } from '../strings/index.js';
import { Button } from '../ui/button.js';
import { ConfirmDialog } from '../ui/confirm-dialog.js';
import { Card } from '../ui/page.js';
import { toast } from '../ui/toasts.js';
import { signOutEverywhere } from './identity.js';
import { useSignOut } from './use-sign-out.js';

const said = strings.account.settings;

/** The ways out: here, or, with an account, everywhere. */
export function SignOutCard({ everywhere }: { everywhere: boolean }) {
  const signOut = useSignOut();
  const [asking, setAsking] = useState(false);
  const leaveEverywhere = async (): Promise<void> => {
    try {
      await signOutEverywhere();
    } catch (thrown) {
      toast(LyceumError.from(thrown).message, { tone: 'danger' });
    }
  };
  return (
    <Card title={said.signOut} {...(everywhere ? { description: said.signOutHint } : {})}>
      <div className="flex flex-wrap gap-3">
        <Button icon={<LogOut aria-hidden size={18} />} onClick={() => void signOut()}>
          {said.signOut}
        </Button>
        {everywhere && (
          <Button look="ghost" onClick={() => setAsking(true)}>
            {said.everywhere}
          </Button>
        )}
      </div>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={said.everywhereQuestion}
        description={said.everywhereExplained}
        confirm={said.everywhere}
        onConfirm={leaveEverywhere}
      />
    </Card>
  );
}

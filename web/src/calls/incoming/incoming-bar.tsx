import type { Call, CallSnapshot } from '@lyceum/client';
import { PhoneIncoming } from 'lucide-react';
import { attempt } from '../../chat/attempt.js';
import { calls } from '../../strings/calls.js';
import { Button } from '../../ui/button.js';
import { Bar } from '../bar.js';

interface IncomingBarProps {
  call: CallSnapshot;
  handle: Call;
  onOpen: () => void;
}

/** A call that somebody let ring in silence. */
export function IncomingBar({ call: { caller }, handle, onOpen }: IncomingBarProps) {
  return (
    <Bar
      icon={<PhoneIncoming aria-hidden size={20} />}
      text={<p className="truncate font-medium">{calls.incoming.title(caller.name)}</p>}
      actions={
        <>
          <Button onClick={() => void attempt(handle.decline())}>{calls.incoming.decline}</Button>
          <Button look="primary" onClick={onOpen}>
            {calls.incoming.accept}
          </Button>
        </>
      }
    />
  );
}

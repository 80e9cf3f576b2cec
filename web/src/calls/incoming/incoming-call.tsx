import type { Call, CallSnapshot } from '@lyceum/client';
import { useIncomingCall } from '@lyceum/client/react';
import { useEffect, useState } from 'react';
import { calls } from '../../strings/calls.js';
import { useUrgentTitle } from '../../ui/use-title.js';
import { ring } from '../ring.js';
import { IncomingBar } from './incoming-bar.js';
import { IncomingDialog } from './incoming-dialog.js';

/** What rings here: a dialog; closed, it is a bar that rings no more but can still be answered. */
export function IncomingCall() {
  const { call, handle } = useIncomingCall();
  if (call === undefined || handle === undefined || call.state === 'ended') return null;
  return <Ringing key={handle.id} call={call} handle={handle} />;
}

function Ringing({ call, handle }: { call: CallSnapshot; handle: Call }) {
  const [isSilent, setSilent] = useState(false);
  useUrgentTitle(calls.incoming.title(call.caller.name));
  useEffect(() => (isSilent ? undefined : ring('incoming')), [isSilent]);
  return isSilent ? (
    <IncomingBar call={call} handle={handle} onOpen={() => setSilent(false)} />
  ) : (
    <IncomingDialog call={call} handle={handle} onSilence={() => setSilent(true)} />
  );
}

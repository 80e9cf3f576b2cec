import { useClient, useFact, useMe, useStore } from '@lyceum/client/react';
import { useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import { calls as said } from '../strings/calls.js';
import { toast } from '../ui/toasts.js';
import { CallBar } from './call-bar.js';
import { CallSounds } from './call-sounds.js';
import { isCalling, stateOf } from './call-words.js';
import { CheckDialog } from './check/check-dialog.js';
import { IncomingCall } from './incoming/incoming-call.js';
import { dropPlan, planCall, plannedCall } from './planned-call.js';
import { ResumeBar } from './resume-bar.js';
import { ring } from './ring.js';
import { useAwake } from './use-awake.js';
import { useShownCall } from './use-shown-call.js';
import { CallView } from './view/call-view.js';

/** All of calls that is on every page: what rings, the call one is in, large or small, and the way into one. */
export function CallLayer() {
  const { calls } = useClient();
  const plan = useStore(plannedCall);
  const resumable = useStore(calls.resumable);
  const { handle, call, isLarge, enlarge, shrink, show, dismiss } = useShownCall();
  const isRinging = call !== undefined && isCalling(call);
  useEffect(() => (isRinging ? ring('outgoing') : undefined), [isRinging]);
  useEffect(() => {
    // Whoever answers a call does not go on to make one.
    if (handle !== undefined) dropPlan();
  }, [handle]);
  useEffect(() => dropPlan, []);
  useAwake(call !== undefined && call.state !== 'ended');
  useMissedCalls();
  return (
    <>
      {/* Always there: what appears together with its text is not read out. */}
      <p role="status" className="sr-only">
        {call !== undefined && stateOf(call)}
      </p>
      <IncomingCall />
      {resumable !== undefined && handle === undefined && <ResumeBar call={resumable} />}
      {call !== undefined && handle !== undefined && (
        <>
          <CallSounds call={call} />
          {isLarge ? (
            // Out of the bar's stack: it lies over the navigation of phones.
            createPortal(<CallView call={call} handle={handle} onShrink={shrink} onDismiss={dismiss} />, document.body)
          ) : (
            <CallBar call={call} handle={handle} onEnlarge={enlarge} onDismiss={dismiss} />
          )}
        </>
      )}
      {plan !== undefined && <CheckDialog plan={plan} onClose={dropPlan} onStarted={show} />}
    </>
  );
}

/** Who was away, or did not get to it in time, is told who called. */
function useMissedCalls(): void {
  const meId = useMe()?.id;
  const [told, setTold] = useState('');
  useFact('calls:ended', ({ call, endReason }) => {
    const isMissed = endReason === 'no_answer' || endReason === 'cancelled';
    if (!isMissed || call.isRoomCall || call.caller.id === meId || call.acceptedAt !== null || told === call.id) return;
    setTold(call.id);
    const { id, name } = call.caller;
    const callBack = (): void => planCall({ to: { id }, name, kind: call.kind });
    toast(said.incoming.missed(name), { tone: 'danger', action: { label: said.incoming.callBack, run: callBack } });
  });
}

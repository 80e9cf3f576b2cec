import type { CallDetails } from '@lyceum/client';
import { useClient, useMe } from '@lyceum/client/react';
import { PhoneCall } from 'lucide-react';
import { useState } from 'react';
import { attempt } from '../chat/attempt.js';
import { calls as said } from '../strings/calls.js';
import { Button } from '../ui/button.js';
import { Bar } from './bar.js';
import { withChosenDevices } from './chosen-devices.js';

/** After a reload, or on another device: a call of ours that goes on without this page. */
export function ResumeBar({ call }: { call: CallDetails }) {
  const client = useClient();
  const meId = useMe()?.id;
  const [busy, setBusy] = useState(false);
  const others = call.parties.filter(({ user }) => user.id !== meId).map(({ user }) => user.name);
  const name = call.isRoomCall && others.length === 0 ? said.roomCall : said.names(others);
  const act = async (work: () => Promise<unknown>): Promise<void> => {
    setBusy(true);
    await attempt(work());
    setBusy(false);
  };
  const goOn = (): Promise<unknown> =>
    withChosenDevices((devices) => client.calls.resume({ devices, cameraOff: call.kind === 'audio' }));
  return (
    <Bar
      icon={<PhoneCall aria-hidden size={20} />}
      text={<p className="font-medium">{said.resume.text(name)}</p>}
      actions={
        <>
          <Button disabled={busy} onClick={() => void act(() => client.request('calls:end', { callId: call.id }))}>
            {said.resume.end}
          </Button>
          <Button look="primary" busy={busy} onClick={() => void act(goOn)}>
            {said.resume.goOn}
          </Button>
        </>
      }
    />
  );
}

import { LyceumError, type PushState } from '@lyceum/client';
import { useClient, useConnection } from '@lyceum/client/react';
import { useEffect, useState } from 'react';
import { notifications as texts } from '../strings/notifications.js';
import { Switch } from '../ui/switch.js';
import { toast } from '../ui/toasts.js';
import { registerPushWorker } from './push-worker.js';

const said = texts.push;

/** Whether pushes come to this browser. */
export function PushSwitch() {
  const { notifications } = useClient();
  const { push } = notifications;
  const isConnected = useConnection().state === 'connected';
  const [state, setState] = useState<PushState>();
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    if (isConnected) push.state().then(setState, () => setState(undefined));
  }, [push, isConnected]);
  const turn = async (isOn: boolean): Promise<void> => {
    setBusy(true);
    try {
      // Together: browsers ask people only right after they pressed something.
      if (isOn) await Promise.all([registerPushWorker(), push.subscribe()]);
      else await push.unsubscribe();
      toast(isOn ? said.turnedOn : said.turnedOff);
    } catch (thrown) {
      toast(LyceumError.from(thrown).message, { tone: 'danger' });
    }
    setState(await push.state().catch(() => undefined));
    setBusy(false);
  };
  return (
    <Switch
      label={said.label}
      hint={said[state ?? 'off']}
      checked={state === 'on'}
      disabled={busy || state === undefined || state === 'unsupported' || state === 'denied'}
      onChange={(isOn) => void turn(isOn)}
    />
  );
}

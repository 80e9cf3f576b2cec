import { LyceumError, type PushState, type WebPush } from '@lyceum/client';
import { useClient } from '@lyceum/client/react';
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
  const [state, setState] = useState<PushState>();
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    stateOf(push).then(setState, () => setState(undefined));
  }, [push]);
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
    setState(await stateOf(push).catch(() => undefined));
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

/** A browser keeps its subscription when somebody signs out, and with that the server forgets whose it was. */
async function stateOf(push: WebPush): Promise<PushState> {
  const state = await push.state();
  if (state !== 'on') return state;
  return (await push.list()).some(({ type }) => type === 'webpush') ? 'on' : 'off';
}

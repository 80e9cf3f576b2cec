import type { Call, CallSnapshot, ChosenDevices } from '@lyceum/client';
import { attempt } from '../../chat/attempt.js';
import { calls } from '../../strings/calls.js';
import { Dialog } from '../../ui/dialog.js';
import { DeviceFields } from '../check/device-fields.js';
import { chooseDevices } from '../chosen-devices.js';

interface DevicesDialogProps {
  call: CallSnapshot;
  handle: Call;
  onClose: () => void;
}

/** Other devices while one talks; and what the keyboard can do. */
export function DevicesDialog({ call: { devices }, handle, onClose }: DevicesDialogProps) {
  const choose = async (chosen: ChosenDevices): Promise<void> => {
    if (await attempt(handle.choose(chosen))) chooseDevices(chosen);
  };
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={calls.devices.title}>
      <DeviceFields devices={devices} onChoose={(chosen) => void choose(chosen)} />
      <section className="hidden gap-1 pt-2 sm:grid">
        <h3 className="text-sm font-semibold text-muted">{calls.devices.keyboard}</h3>
        <dl className="grid">
          {calls.view.keys.map(([combination, what]) => (
            <div key={combination} className="flex items-center justify-between gap-4 py-1">
              <dt className="order-last flex shrink-0 gap-1">
                {combination.split(' ').map((key) => (
                  <kbd key={key} className="rounded-md border border-line bg-sunken px-2 py-0.5 font-sans text-sm">
                    {key}
                  </kbd>
                ))}
              </dt>
              <dd>{what}</dd>
            </div>
          ))}
        </dl>
      </section>
    </Dialog>
  );
}

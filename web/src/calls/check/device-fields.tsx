import type { ChosenDevices, Device } from '@lyceum/client';
import { useClient, useStore } from '@lyceum/client/react';
import { calls } from '../../strings/calls.js';
import { SelectField } from '../../ui/inputs.js';

const said = calls.devices;

interface DeviceFieldsProps {
  devices: ChosenDevices;
  onChoose: (devices: ChosenDevices) => void;
}

/** Which camera, microphone and speaker. Devices have names as soon as they are allowed: show it anew then. */
export function DeviceFields({ devices, onChoose }: DeviceFieldsProps) {
  const { calls: made } = useClient();
  const { microphones, cameras, speakers } = useStore(made.devices);
  return (
    <div className="grid gap-4">
      <DeviceField
        label={said.microphone}
        options={microphones}
        value={devices.microphone}
        onChoose={(microphone) => onChoose({ microphone })}
      />
      <DeviceField label={said.camera} options={cameras} value={devices.camera} onChoose={(camera) => onChoose({ camera })} />
      {speakers.length > 0 && (
        <DeviceField
          label={said.speaker}
          options={speakers}
          value={devices.speaker}
          onChoose={(speaker) => onChoose({ speaker })}
        />
      )}
    </div>
  );
}

interface DeviceFieldProps {
  label: string;
  options: readonly Device[];
  value: string | undefined;
  onChoose: (id: string) => void;
}

function DeviceField({ label, options, value, onChoose }: DeviceFieldProps) {
  const isKnown = options.some(({ id }) => id === value);
  return (
    <SelectField
      label={label}
      value={isKnown ? value : ''}
      disabled={options.length === 0}
      onChange={({ target }) => onChoose(target.value)}
    >
      {!isKnown && <option value="">{options.length === 0 ? said.none : said.standard}</option>}
      {options.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </SelectField>
  );
}

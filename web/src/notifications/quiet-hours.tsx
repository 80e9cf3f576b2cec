import type { NotificationPreferences } from '@lyceum/client';
import { notifications } from '../strings/notifications.js';
import { Button } from '../ui/button.js';
import { Form } from '../ui/form.js';
import { TextField } from '../ui/inputs.js';
import { Switch } from '../ui/switch.js';
import { toast } from '../ui/toasts.js';
import { useForm } from '../ui/use-form.js';

const said = notifications.preferences;
type Hours = NonNullable<NotificationPreferences['quietHours']>;
/** What most people call night. */
const NIGHT = { from: '22:00', to: '07:00' };

interface QuietHoursProps {
  hours: Hours | null;
  save: (hours: Hours | null) => Promise<boolean>;
}

/** When nothing is pushed, by the clock of where one is. */
export function QuietHours({ hours, save }: QuietHoursProps) {
  return (
    <div className="grid gap-4 border-t border-line pt-4">
      <Switch
        label={said.quiet}
        hint={said.quietHint}
        checked={hours !== null}
        onChange={(isOn) => void save(isOn ? { ...NIGHT, timeZone: zoneHere() } : null)}
      />
      {hours !== null && <Times key={`${hours.from} ${hours.to}`} hours={hours} save={save} />}
    </div>
  );
}

function Times({ hours, save }: { hours: Hours; save: (hours: Hours) => Promise<boolean> }) {
  const form = useForm({
    fields: ['from', 'to'],
    check: ({ from, to }) => {
      if (from === '' || to === '') return { [from === '' ? 'from' : 'to']: said.missing };
      return from === to ? { to: said.same } : {};
    },
    submit: async ({ from, to }) => {
      if (await save({ from, to, timeZone: zoneHere() })) toast(said.saved);
    },
  });
  return (
    <Form form={form}>
      <div className="grid grid-cols-2 gap-4">
        <TextField label={said.from} name="from" type="time" defaultValue={hours.from} error={form.errors.from} />
        <TextField label={said.to} name="to" type="time" defaultValue={hours.to} error={form.errors.to} />
      </div>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button type="submit" busy={form.busy}>
          {said.saveQuiet}
        </Button>
        <p className="text-sm text-muted">{said.zone(hours.timeZone)}</p>
      </div>
    </Form>
  );
}

function zoneHere(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

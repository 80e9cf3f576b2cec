import type { WebhookEvent } from '@lyceum/client';
import { useId } from 'react';
import { webhooks } from '../../strings/admin-webhooks.js';

/** `*`: all of them, those of later versions too. */
export type ChosenEvent = WebhookEvent | '*';

interface EventChoiceProps {
  events: readonly ChosenEvent[];
  all: readonly WebhookEvent[];
  onChange: (events: readonly ChosenEvent[]) => void;
  error?: string | undefined;
}

/** Which events a webhook is told of: all, or some. */
export function EventChoice({ events, all, onChange, error }: EventChoiceProps) {
  const errorId = useId();
  const isEverything = events.includes('*');
  const toggle = (event: WebhookEvent, isChosen: boolean): void =>
    onChange(isChosen ? [...events, event] : events.filter((one) => one !== event));
  return (
    <fieldset className="grid gap-1" aria-describedby={error === undefined ? undefined : errorId}>
      <legend className="pb-1 text-sm font-medium">{webhooks.form.events}</legend>
      <Choice label={webhooks.everything} checked={isEverything} onChange={(checked) => onChange(checked ? ['*'] : [])} />
      {!isEverything && (
        <div className="grid gap-x-4 sm:grid-cols-2">
          {all.map((event) => (
            <Choice key={event} label={event} checked={events.includes(event)} onChange={(checked) => toggle(event, checked)} />
          ))}
        </div>
      )}
      {error !== undefined && (
        <p id={errorId} role="alert" className="text-sm text-danger">
          {error}
        </p>
      )}
    </fieldset>
  );
}

interface ChoiceProps {
  label: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
}

function Choice({ label, checked, onChange }: ChoiceProps) {
  return (
    <label className="flex min-h-11 cursor-pointer items-center gap-3 sm:min-h-9">
      <input
        type="checkbox"
        checked={checked}
        onChange={({ target }) => onChange(target.checked)}
        className="size-5 shrink-0 accent-accent"
      />
      <span className="min-w-0 break-words">{label}</span>
    </label>
  );
}

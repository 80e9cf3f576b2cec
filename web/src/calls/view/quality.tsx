import type { Call, CallQuality, CallSnapshot } from '@lyceum/client';
import { useCallMeasure } from '@lyceum/client/react';
import { SignalHigh, SignalLow, SignalMedium, type LucideIcon } from 'lucide-react';
import { calls } from '../../strings/calls.js';
import { Popover } from '../../ui/popover.js';

const said = calls.view;
const PICTURES: Record<CallQuality, { Icon: LucideIcon; colour: string }> = {
  good: { Icon: SignalHigh, colour: 'text-success' },
  fair: { Icon: SignalMedium, colour: 'text-warning' },
  poor: { Icon: SignalLow, colour: 'text-danger' },
};

/** How well the media comes through; pressed, in numbers. */
export function Quality({ call: { quality }, handle }: { call: CallSnapshot; handle: Call }) {
  if (quality === undefined) return null;
  const { Icon, colour } = PICTURES[quality];
  const trigger = (
    <button
      type="button"
      aria-label={said.quality[quality]}
      title={said.quality[quality]}
      className="touch grid shrink-0 place-items-center rounded-xl hover:bg-sunken"
    >
      <Icon aria-hidden size={22} className={colour} />
    </button>
  );
  return (
    <Popover trigger={trigger} label={said.quality[quality]} align="end">
      <p className="pb-2 font-medium">{said.quality[quality]}</p>
      <Numbers handle={handle} />
    </Popover>
  );
}

function Numbers({ handle }: { handle: Call }) {
  const measure = useCallMeasure(handle);
  if (measure === undefined) return null;
  const { bitsPerSecondIn, bitsPerSecondOut, lossPercent, roundTripMs, relayed } = measure;
  const { down, up, loss, delay, relayed: relay, rate, percent, milliseconds, yes, no } = said.measured;
  const rows = [
    [down, rate(Math.round(bitsPerSecondIn / 1_000))],
    [up, rate(Math.round(bitsPerSecondOut / 1_000))],
    [loss, percent(lossPercent)],
    [delay, milliseconds(roundTripMs)],
    [relay, relayed ? yes : no],
  ] as const;
  return (
    <dl className="grid min-w-56 gap-1 text-sm">
      {rows.map(([name, value]) => (
        <div key={name} className="flex justify-between gap-6">
          <dt className="text-muted">{name}</dt>
          <dd className="tabular-nums">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

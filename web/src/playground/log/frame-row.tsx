import { clsx } from 'clsx';
import { ArrowDownLeft, ArrowUpRight, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { playground } from '../../strings/playground.js';
import { CopyButton } from '../../ui/copy-button.js';
import type { Frame } from '../connection/recorder.js';

const said = playground.log;
const time = new Intl.DateTimeFormat('en', {
  ...{ hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3, hourCycle: 'h23' },
});

/** One frame: when, which way, what and how much; opened, what it says and how it stood on the wire. */
export function FrameRow({ frame }: { frame: Frame }) {
  const [open, setOpen] = useState(false);
  const { direction, at, wire } = frame;
  if (direction === 'note') {
    return (
      <li className="flex gap-3 border-b border-line bg-sunken px-3 py-2 text-sm text-muted last:border-b-0">
        <Time at={at} />
        <span className="min-w-0 break-words">{wire}</span>
      </li>
    );
  }
  return (
    <li className="border-b border-line last:border-b-0">
      <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary className="grid min-h-11 list-none content-center gap-0.5 px-3 py-2 -outline-offset-2 hover:bg-sunken">
          <Heading frame={frame} open={open} />
          <span className="truncate pl-6 font-mono text-xs text-muted">{wire}</span>
        </summary>
        {open && <Opened frame={frame} />}
      </details>
    </li>
  );
}

function Heading({ frame: { direction, kind, event, at, bytes }, open }: { frame: Frame; open: boolean }) {
  const isIn = direction === 'in';
  const Arrow = isIn ? ArrowDownLeft : ArrowUpRight;
  return (
    <span className="flex items-center gap-2">
      <Arrow aria-hidden size={16} className={clsx('shrink-0', isIn ? 'text-accent' : 'text-warning')} />
      <span className="sr-only">{isIn ? said.received : said.sent}</span>
      <span className={clsx('truncate font-mono text-sm', kind === 'protocol' ? 'text-muted' : 'font-semibold')}>{event}</span>
      {kind === 'answer' && <span className="shrink-0 rounded bg-accent-soft px-1.5 text-xs text-accent">{said.answer}</span>}
      <span className="ml-auto shrink-0 text-xs text-muted tabular-nums">{said.bytes(bytes)}</span>
      <Time at={at} />
      <ChevronRight aria-hidden size={16} className={clsx('shrink-0 text-muted transition-transform', open && 'rotate-90')} />
    </span>
  );
}

function Opened({ frame: { data, wire } }: { frame: Frame }) {
  const decoded = data === undefined ? '' : JSON.stringify(data, null, 2);
  return (
    <div className="grid gap-3 px-3 pb-4 pl-9">
      {decoded !== '' && <Text title={said.decoded} text={decoded} copy={said.copyDecoded} />}
      <Text title={said.wire} text={wire} copy={said.copyWire} />
    </div>
  );
}

function Text({ title, text, copy }: { title: string; text: string; copy: string }) {
  return (
    <div className="grid gap-1">
      <div className="flex items-center justify-between gap-2">
        <p className="text-sm font-medium">{title}</p>
        <CopyButton size="small" look="ghost" text={text} aria-label={copy}>
          {said.copy}
        </CopyButton>
      </div>
      <pre
        tabIndex={0}
        className="max-h-72 overflow-auto rounded-lg bg-sunken p-3 font-mono text-xs leading-5 break-all whitespace-pre-wrap"
      >
        {text}
      </pre>
    </div>
  );
}

function Time({ at }: { at: number }) {
  return (
    <time dateTime={new Date(at).toISOString()} className="shrink-0 text-xs text-muted tabular-nums">
      {time.format(at)}
    </time>
  );
}

import { clsx } from 'clsx';
import { Check, Circle, CircleDashed, X } from 'lucide-react';
import { playground } from '../../strings/playground.js';
import { Spinner } from '../../ui/spinner.js';
import type { Expectation } from './player.js';
import type { StepResult, StepState } from './run.js';

const said = playground.checks;

/** One step: green or red, and, opened, what was expected and what came. */
export function StepRow({ step }: { step: StepResult }) {
  const { title, state, expectations, problem, tookMs } = step;
  const heading = (
    <>
      <Mark state={state} />
      <span className={clsx('min-w-0 grow', state === 'skipped' && 'text-muted')}>{title}</span>
      <span className="sr-only">{said.stepStates[state]}</span>
      {tookMs !== undefined && <span className="shrink-0 text-xs text-muted tabular-nums">{said.took(tookMs)}</span>}
    </>
  );
  const row = 'flex min-h-11 items-center gap-3 rounded-lg px-2 py-1.5';
  if (expectations.length === 0 && problem === undefined) return <li className={row}>{heading}</li>;
  return (
    <li>
      <details open={state === 'failed'}>
        <summary className={clsx(row, 'list-none -outline-offset-2 hover:bg-sunken')}>{heading}</summary>
        <div className="grid gap-3 pt-1 pr-2 pb-4 pl-10 text-sm">
          {expectations.map((expectation) => (
            <Expected key={expectation.text} expectation={expectation} />
          ))}
          {problem !== undefined && <Wire title={said.problem} text={problem} />}
        </div>
      </details>
    </li>
  );
}

function Expected({ expectation: { text, seen } }: { expectation: Expectation }) {
  return (
    <div className="grid gap-1 border-l-2 border-line pl-3">
      <Wire title={said.expected} text={text} />
      {seen === undefined ? <p className="font-medium text-danger">{said.nothing}</p> : <Wire title={said.seen} text={seen} />}
    </div>
  );
}

function Wire({ title, text }: { title: string; text: string }) {
  return (
    <p className="break-words">
      <span className="font-medium">{title}</span> <code className="font-mono text-xs break-all text-muted">{text}</code>
    </p>
  );
}

function Mark({ state }: { state: StepState }) {
  switch (state) {
    case 'passed':
      return <Check aria-hidden size={18} className="shrink-0 text-success" />;
    case 'failed':
      return <X aria-hidden size={18} className="shrink-0 text-danger" />;
    case 'running':
      return (
        <span className="shrink-0 text-warning">
          <Spinner />
        </span>
      );
    case 'waiting':
      return <Circle aria-hidden size={18} className="shrink-0 text-muted" />;
    case 'skipped':
      return <CircleDashed aria-hidden size={18} className="shrink-0 text-muted" />;
  }
}

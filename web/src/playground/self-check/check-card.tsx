import { playground } from '../../strings/playground.js';
import { Badge } from '../../ui/badge.js';
import { Button } from '../../ui/button.js';
import { Notice } from '../../ui/notice.js';
import type { DialectName } from '../connection/settings.js';
import { PLAYGROUND_DIALECTS } from '../dialects/dialects.js';
import { CHECKS } from './checks.js';
import type { CheckResult } from './run.js';
import { StepRow } from './step-row.js';

const said = playground.checks;
const TONES = { unknown: 'neutral', running: 'warning', passed: 'success', failed: 'danger' } as const;

interface CheckCardProps {
  dialect: DialectName;
  result: CheckResult | undefined;
  onRun: () => void;
}

/** The check of one dialect, step by step. */
export function CheckCard({ dialect, result, onRun }: CheckCardProps) {
  const { title } = PLAYGROUND_DIALECTS[dialect];
  const state = result?.state ?? 'unknown';
  const passed = result?.steps.filter((step) => step.state === 'passed').length ?? 0;
  return (
    <section
      aria-label={title}
      className="grid min-w-0 content-start gap-4 rounded-2xl border border-line bg-surface p-5 shadow-card"
    >
      <header className="flex items-start justify-between gap-3">
        <div className="grid gap-1.5">
          <h2 className="text-lg font-semibold tracking-tight">{title}</h2>
          <div className="flex flex-wrap items-center gap-2 text-sm text-muted">
            <Badge tone={TONES[state]}>{said.states[state]}</Badge>
            {result !== undefined && <span className="tabular-nums">{said.steps(passed, result.steps.length)}</span>}
          </div>
        </div>
        <Button size="small" aria-label={said.run(title)} disabled={state === 'running'} onClick={onRun}>
          {said.runShort}
        </Button>
      </header>
      {CHECKS[dialect].remark !== undefined && <p className="text-sm text-muted">{CHECKS[dialect].remark}</p>}
      {result?.missing !== undefined && <Notice tone="danger">{result.missing}</Notice>}
      {result !== undefined && (
        <ol className="grid">
          {result.steps.map((step) => (
            <StepRow key={step.title} step={step} />
          ))}
        </ol>
      )}
    </section>
  );
}

import { ListChecks } from 'lucide-react';
import { playground } from '../../strings/playground.js';
import { Button } from '../../ui/button.js';
import { DIALECTS } from '../connection/settings.js';
import { CheckCard } from './check-card.js';
import type { Results, useChecks } from './use-checks.js';

const said = playground.checks;

/** All self-checks, and how they went. */
export function Board({ results, run, runAll }: ReturnType<typeof useChecks>) {
  const isRunning = DIALECTS.some((dialect) => results[dialect]?.state === 'running');
  return (
    <div className="grid gap-5">
      <p className="max-w-prose text-muted">{said.explain}</p>
      <div className="flex flex-wrap items-center gap-4">
        <Button look="primary" icon={<ListChecks aria-hidden size={18} />} busy={isRunning} onClick={() => void runAll()}>
          {said.runAll}
        </Button>
        <p role="status" className="font-medium">
          {summaryOf(results)}
        </p>
      </div>
      <div className="grid items-start gap-5 lg:grid-cols-2">
        {DIALECTS.map((dialect) => (
          <CheckCard key={dialect} dialect={dialect} result={results[dialect]} onRun={() => void run(dialect)} />
        ))}
      </div>
    </div>
  );
}

function summaryOf(results: Results): string {
  const all = Object.values(results);
  const failed = all.filter(({ state }) => state === 'failed').length;
  const done = all.filter(({ state }) => state !== 'running').length;
  if (all.length === 0) return '';
  if (done < all.length) return said.underWay(done);
  if (failed > 0) return said.someFailed(failed);
  return done === DIALECTS.length ? said.allPassed : '';
}

import { LyceumError, type HelpStats } from '@lyceum/client';
import { useClient } from '@lyceum/client/react';
import { useEffect, useState } from 'react';
import { mentors } from '../strings/mentors.js';
import { Card } from '../ui/page.js';
import { Segmented } from '../ui/segmented.js';
import { SkeletonList } from '../ui/skeleton.js';
import { ErrorState } from '../ui/states.js';
import { MentorTable } from './mentor-table.js';
import { ratingInWords, secondsInWords } from './seconds-in-words.js';

const said = mentors.statistics;
const DAY_MS = 86_400_000;
/** The last is almost as long as the server looks back at once. */
const PERIODS = ['7', '30', '90'] as const;
type Period = (typeof PERIODS)[number];

type Outcome = { stats: HelpStats } | { error: LyceumError };

/** How requests for help went, for administrators. */
export function Statistics() {
  const { http } = useClient();
  const [period, setPeriod] = useState<Period>('7');
  const [attempts, setAttempts] = useState(0);
  const [outcome, setOutcome] = useState<Outcome>();
  useEffect(() => {
    const from = new Date(Date.now() - Number(period) * DAY_MS).toISOString();
    let isCurrent = true;
    const take = (next: Outcome): void => {
      if (isCurrent) setOutcome(next);
    };
    http.json<HelpStats>('/api/help/stats', { query: { from } }).then(
      (stats) => take({ stats }),
      (thrown: unknown) => take({ error: LyceumError.from(thrown) }),
    );
    return () => {
      isCurrent = false;
    };
  }, [http, period, attempts]);
  return (
    <div className="grid gap-6">
      <Segmented
        label={said.period}
        value={period}
        onChange={setPeriod}
        options={PERIODS.map((value) => ({ value, label: said.days(Number(value)) }))}
      />
      {outcome === undefined ? (
        <Card>
          <SkeletonList />
        </Card>
      ) : 'error' in outcome ? (
        <ErrorState onRetry={() => setAttempts(attempts + 1)}>{outcome.error.message}</ErrorState>
      ) : (
        <>
          <Numbers stats={outcome.stats} />
          <Card title={said.mentors}>
            <MentorTable rows={outcome.stats.mentors} />
          </Card>
        </>
      )}
    </div>
  );
}

function Numbers({ stats: { states, waits, rating } }: { stats: HelpStats }) {
  const all = Object.values(states).reduce((sum, count) => sum + count, 0);
  const tiles = [
    { label: said.requests, value: all },
    { label: said.resolved, value: states.resolved },
    { label: said.unanswered, value: states.expired + states.declined, hint: said.unansweredHint },
    { label: said.cancelled, value: states.cancelled, hint: said.cancelledHint },
    { label: said.open, value: states.waiting + states.offered + states.active },
    { label: said.median, value: secondsInWords(waits.medianSeconds) },
    { label: said.p90, value: secondsInWords(waits.p90Seconds) },
    { label: said.rating, value: ratingInWords(rating.average), hint: said.rated(rating.rated) },
  ];
  return (
    <dl className="grid grid-cols-2 gap-4 lg:grid-cols-4">
      {tiles.map(({ label, value, hint }) => (
        <div key={label} className="flex flex-col gap-1 rounded-2xl border border-line bg-surface p-4 shadow-card">
          <dt className="text-sm text-muted">{label}</dt>
          <dd className="text-2xl font-semibold tracking-tight tabular-nums">{value}</dd>
          {hint !== undefined && <dd className="text-sm text-muted">{hint}</dd>}
        </div>
      ))}
    </dl>
  );
}

import type { MentorHelpStats } from '@lyceum/client';
import { mentors } from '../strings/mentors.js';
import { ratingInWords, secondsInWords } from './seconds-in-words.js';

const said = mentors.statistics;
const COLUMNS: readonly { label: string; of: (row: MentorHelpStats) => string | number }[] = [
  { label: said.columns.offered, of: ({ offered }) => offered },
  { label: said.columns.accepted, of: ({ accepted }) => accepted },
  { label: said.columns.declined, of: ({ declined }) => declined },
  { label: said.columns.missed, of: ({ missed }) => missed },
  { label: said.columns.resolved, of: ({ resolved }) => resolved },
  { label: said.columns.load, of: ({ load }) => load },
  { label: said.columns.helped, of: ({ helpedSeconds }) => secondsInWords(helpedSeconds) },
  { label: said.columns.rating, of: ({ rating }) => ratingInWords(rating) },
];

/** What each mentor did. It scrolls by itself where it is wider than the page. */
export function MentorTable({ rows }: { rows: readonly MentorHelpStats[] }) {
  if (rows.length === 0) return <p className="text-muted">{said.noMentors}</p>;
  return (
    <div role="region" aria-label={said.mentors} tabIndex={0} className="-mx-5 overflow-x-auto px-5 sm:-mx-6 sm:px-6">
      <table className="w-full text-left whitespace-nowrap">
        <thead className="text-sm text-muted">
          <tr>
            <th scope="col" className="py-2 pr-4 font-medium">
              {said.columns.mentor}
            </th>
            {COLUMNS.map(({ label }) => (
              <th key={label} scope="col" className="py-2 pl-4 text-right font-medium">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.mentor.id} className="border-t border-line">
              <th scope="row" className="max-w-48 truncate py-2.5 pr-4 font-medium">
                {row.mentor.name}
              </th>
              {COLUMNS.map(({ label, of }) => (
                <td key={label} className="py-2.5 pl-4 text-right tabular-nums">
                  {of(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

import { mentors } from '../strings/mentors.js';
import { Badge } from '../ui/badge.js';

const said = mentors.directory;
/** More of them would make cards of very different heights. */
const SHOWN = 6;

/** What somebody helps with. */
export function SubjectList({ subjects }: { subjects: readonly string[] }) {
  const hidden = subjects.slice(SHOWN);
  return (
    <ul aria-label={said.subjects} className="flex flex-wrap gap-1.5">
      {subjects.length === 0 && (
        <li>
          <Badge>{said.everything}</Badge>
        </li>
      )}
      {subjects.slice(0, SHOWN).map((subject) => (
        <li key={subject} className="max-w-full wrap-anywhere">
          <Badge>{subject}</Badge>
        </li>
      ))}
      {hidden.length > 0 && (
        <li title={hidden.join(', ')}>
          <Badge>{said.more(hidden.length)}</Badge>
        </li>
      )}
    </ul>
  );
}

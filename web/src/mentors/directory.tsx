import type { MentorList } from '@lyceum/client';
import { HandHelping, Search, Users } from 'lucide-react';
import { useMemo, useState } from 'react';
import { mentors } from '../strings/mentors.js';
import { Button } from '../ui/button.js';
import { TextField } from '../ui/inputs.js';
import { Card } from '../ui/page.js';
import { SkeletonList } from '../ui/skeleton.js';
import { EmptyState, ErrorState } from '../ui/states.js';
import { Switch } from '../ui/switch.js';
import type { Asked } from './ask-dialog.js';
import { MentorCard } from './mentor-card.js';
import { SubjectChips } from './subject-chips.js';
import { fitting, subjectsOf } from './subjects.js';

const said = mentors.directory;
const ANYBODY = { subject: '', query: '', availableOnly: false };
/** So many are shown at first, and with each “more”. */
const STEP = 24;

interface DirectoryProps {
  list: MentorList;
  /** Asks one of them, or all, about what was looked for; absent where nobody may be asked now. */
  onAsk?: (begin: Asked) => void;
}

/** The mentors, live: by subject, by words, and who is available. */
export function Directory({ list: { mentors: all, loaded, error }, onAsk }: DirectoryProps) {
  const [wanted, setWanted] = useState(ANYBODY);
  const [most, setMost] = useState(STEP);
  const subjects = useMemo(() => subjectsOf(all), [all]);
  const found = fitting(all, wanted);
  const subject = subjects.find(({ key }) => key === wanted.subject)?.name;
  const about = subject === undefined ? {} : { subject };
  const askAll = onAsk !== undefined && (
    <Button look="primary" icon={<HandHelping aria-hidden size={18} />} onClick={() => onAsk(about)}>
      {said.ask}
    </Button>
  );
  return (
    <Card title={said.title} actions={askAll}>
      {error !== undefined && !loaded ? (
        <ErrorState>{error.message}</ErrorState>
      ) : !loaded ? (
        <SkeletonList />
      ) : all.length === 0 ? (
        <EmptyState icon={<Users aria-hidden size={26} />} title={said.empty}>
          {said.emptyText}
        </EmptyState>
      ) : (
        <>
          <div className="grid items-end gap-4 sm:grid-cols-[1fr_auto] sm:gap-8">
            <TextField
              label={said.search}
              type="search"
              placeholder={said.searchHint}
              value={wanted.query}
              onChange={({ target }) => setWanted({ ...wanted, query: target.value })}
            />
            <Switch
              label={said.availableOnly}
              checked={wanted.availableOnly}
              onChange={(availableOnly) => setWanted({ ...wanted, availableOnly })}
            />
          </div>
          <SubjectChips subjects={subjects} chosen={wanted.subject} onChoose={(subject) => setWanted({ ...wanted, subject })} />
          <p role="status" className="text-sm text-muted">
            {said.found(found.length)}
          </p>
          {found.length === 0 ? (
            <EmptyState
              icon={<Search aria-hidden size={26} />}
              title={said.nobody}
              actions={<Button onClick={() => setWanted(ANYBODY)}>{said.showAll}</Button>}
            >
              {said.nobodyText}
            </EmptyState>
          ) : (
            <ul className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
              {found.slice(0, most).map((status) => (
                <MentorCard
                  key={status.mentor.id}
                  status={status}
                  {...(onAsk === undefined ? {} : { onAsk: () => onAsk({ ...about, mentorId: status.mentor.id }) })}
                />
              ))}
            </ul>
          )}
          {found.length > most && <Button onClick={() => setMost(most + STEP)}>{said.showMore}</Button>}
        </>
      )}
    </Card>
  );
}

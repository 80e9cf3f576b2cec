import type { MentorStatus } from '@lyceum/client';
import { mentors } from '../strings/mentors.js';
import { Avatar } from '../ui/avatar.js';
import { Button } from '../ui/button.js';
import { AvailabilityMark } from './availability-mark.js';
import { SubjectList } from './subject-list.js';

const said = mentors.directory;

interface MentorCardProps {
  status: MentorStatus;
  onAsk?: () => void;
}

/** A mentor as students see them. */
export function MentorCard({ status, onAsk }: MentorCardProps) {
  const { mentor, availability, statusText, subjects, capacity, load } = status;
  const isHere = availability !== 'offline';
  return (
    <li className="flex flex-col gap-3 rounded-2xl border border-line p-4">
      <div className="flex items-center gap-3">
        <Avatar name={mentor.name} src={mentor.avatarUrl} />
        <div className="grid min-w-0 grow justify-items-start gap-1">
          <h3 className="w-full truncate font-semibold">{mentor.name}</h3>
          <AvailabilityMark availability={availability} />
        </div>
      </div>
      {statusText !== null && <p className="text-pretty wrap-anywhere">{statusText}</p>}
      <SubjectList subjects={subjects} />
      {isHere && (
        <div className="mt-auto grid gap-3 pt-1">
          {load > 0 && <p className="text-sm text-muted">{said.load(load, capacity)}</p>}
          {onAsk !== undefined && (
            <Button aria-label={said.askNamed(mentor.name)} onClick={onAsk}>
              {said.ask}
            </Button>
          )}
        </div>
      )}
    </li>
  );
}

import type { Availability, OwnMentorStatus, SetMentorStatus } from '@lyceum/client';
import { CircleCheck, CircleDashed, CircleMinus, Pencil } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { attempt } from '../chat/attempt.js';
import { mentors } from '../strings/mentors.js';
import { Button } from '../ui/button.js';
import { Notice } from '../ui/notice.js';
import { Card } from '../ui/page.js';
import { Segmented } from '../ui/segmented.js';
import { SkeletonList } from '../ui/skeleton.js';
import { StatusDialog } from './status-dialog.js';
import { SubjectList } from './subject-list.js';

const said = mentors.own;
const picture = { 'aria-hidden': true, size: 18 } as const;
/** Beside the words where both have room. */
const wide = { ...picture, className: 'hidden sm:block' } as const;
const OPTIONS: readonly { value: Availability; label: string; icon: ReactNode }[] = [
  { value: 'available', label: mentors.availability.available, icon: <CircleCheck {...wide} /> },
  { value: 'busy', label: mentors.availability.busy, icon: <CircleMinus {...wide} /> },
  { value: 'offline', label: mentors.availability.offline, icon: <CircleDashed {...wide} /> },
];

interface OwnStatusProps {
  own: OwnMentorStatus | undefined;
  set: (wishes: SetMentorStatus) => Promise<OwnMentorStatus>;
}

/** How a mentor is shown to students, and what they can change of it: whether they are available, at once. */
export function OwnStatus({ own, set }: OwnStatusProps) {
  const [isEditing, setEditing] = useState(false);
  const edit = own !== undefined && (
    <Button icon={<Pencil {...picture} />} onClick={() => setEditing(true)}>
      {said.edit}
    </Button>
  );
  return (
    <Card title={said.title} description={said.description} actions={edit}>
      {own === undefined ? (
        <SkeletonList rows={1} />
      ) : (
        <>
          <Segmented
            label={said.availability}
            value={own.chosen}
            onChange={(availability) => void attempt(set({ availability }))}
            options={OPTIONS}
          />
          <div role="status" className="empty:hidden">
            {own.chosen === 'available' && own.availability === 'busy' && <Notice>{said.shownBusy}</Notice>}
            {own.chosen !== 'offline' && own.availability === 'offline' && <Notice>{said.shownOffline}</Notice>}
          </div>
          {own.statusText !== null && <p className="wrap-anywhere">{own.statusText}</p>}
          <SubjectList subjects={own.subjects} />
          <p className="text-sm text-muted">{said.atOnce(own.capacity)}</p>
          {isEditing && <StatusDialog own={own} set={set} onClose={() => setEditing(false)} />}
        </>
      )}
    </Card>
  );
}

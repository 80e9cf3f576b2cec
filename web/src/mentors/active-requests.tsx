import type { Help, HelpRequest } from '@lyceum/client';
import { ArrowRight } from 'lucide-react';
import { useState } from 'react';
import { mentors } from '../strings/mentors.js';
import { Avatar } from '../ui/avatar.js';
import { Button, ButtonLink } from '../ui/button.js';
import { Card } from '../ui/page.js';
import { RelativeTime } from '../ui/relative-time.js';
import { ResolveDialog } from './resolve-dialog.js';
import { roomPath } from './room-path.js';

const said = mentors.active;

/** Whom a mentor helps now, with the ways to their rooms. */
export function ActiveRequests({ requests, help }: { requests: readonly HelpRequest[]; help: Help }) {
  const [resolvingId, setResolvingId] = useState<string>();
  const resolving = requests.find(({ id }) => id === resolvingId);
  return (
    <Card title={said.title} className="border-accent!">
      <ul aria-label={said.title} className="grid divide-y divide-line">
        {requests.map((request) => (
          <ActiveRequest key={request.id} request={request} onResolve={() => setResolvingId(request.id)} />
        ))}
      </ul>
      {resolving !== undefined && <ResolveDialog request={resolving} help={help} onClose={() => setResolvingId(undefined)} />}
    </Card>
  );
}

function ActiveRequest({ request, onResolve }: { request: HelpRequest; onResolve: () => void }) {
  const { student, subject, acceptedAt, requestedAt, room } = request;
  return (
    <li className="flex flex-wrap items-center gap-3 py-4 first:pt-0 last:pb-0">
      <Avatar name={student.name} src={student.avatarUrl} />
      <div className="grid min-w-0 grow basis-40">
        <h3 className="truncate font-semibold">{student.name}</h3>
        <p className="truncate text-sm text-muted">
          {subject} · <RelativeTime at={acceptedAt ?? requestedAt} />
        </p>
      </div>
      <div className="flex flex-wrap gap-3">
        {room !== null && (
          <ButtonLink
            to={roomPath(room)}
            look="primary"
            icon={<ArrowRight aria-hidden size={18} />}
            aria-label={said.goNamed(student.name)}
          >
            {said.go}
          </ButtonLink>
        )}
        <Button aria-label={said.resolveNamed(student.name)} onClick={onResolve}>
          {said.resolve}
        </Button>
      </div>
    </li>
  );
}

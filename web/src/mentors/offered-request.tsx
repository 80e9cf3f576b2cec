import type { Help, HelpOffer } from '@lyceum/client';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { attempt } from '../chat/attempt.js';
import { mentors } from '../strings/mentors.js';
import { Avatar } from '../ui/avatar.js';
import { Badge } from '../ui/badge.js';
import { Button } from '../ui/button.js';
import { catchFocus } from '../ui/catch-focus.js';
import { Countdown } from './countdown.js';
import { roomPath } from './room-path.js';
import { UrgencyMark } from './urgency-mark.js';
import { WaitingTime } from './waiting-time.js';

const said = mentors.queue;

/** Somebody whom a mentor may help. Accepting leads to the room of the two. */
export function OfferedRequest({ offer: { request, until }, help }: { offer: HelpOffer; help: Help }) {
  const navigate = useNavigate();
  const [doing, setDoing] = useState<'accept' | 'decline'>();
  const { student, subject, text, urgency, target, requestedAt } = request;
  const accept = async (): Promise<void> => {
    const { room } = await help.accept(request.id);
    if (room !== null) await navigate(roomPath(room));
  };
  const run = async (what: 'accept' | 'decline'): Promise<void> => {
    setDoing(what);
    await attempt(what === 'accept' ? accept() : help.decline(request.id));
    setDoing(undefined);
    catchFocus();
  };
  return (
    <li className="grid gap-3 rounded-2xl border border-line p-4">
      <div className="flex items-start gap-3">
        <Avatar name={student.name} src={student.avatarUrl} />
        <div className="grid min-w-0 grow gap-0.5">
          <h3 className="truncate font-semibold">{student.name}</h3>
          <p className="text-sm text-muted">
            {said.waiting} <WaitingTime since={requestedAt} />
          </p>
        </div>
        {until !== null && <Countdown until={until} />}
      </div>
      <p className="flex flex-wrap items-center gap-2">
        <span className="font-medium wrap-anywhere">{subject}</span>
        <UrgencyMark urgency={urgency} />
        {target !== null && <Badge tone="accent">{said.askedYou}</Badge>}
      </p>
      {text !== null && <p className="wrap-anywhere whitespace-pre-wrap">{text}</p>}
      <div className="flex flex-wrap gap-3">
        <Button
          look="primary"
          busy={doing === 'accept'}
          disabled={doing !== undefined}
          aria-label={said.acceptNamed(student.name)}
          onClick={() => void run('accept')}
        >
          {said.accept}
        </Button>
        <Button
          busy={doing === 'decline'}
          disabled={doing !== undefined}
          aria-label={said.declineNamed(student.name)}
          onClick={() => void run('decline')}
        >
          {said.decline}
        </Button>
      </div>
    </li>
  );
}

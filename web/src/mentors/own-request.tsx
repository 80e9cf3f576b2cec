import type { Help, HelpPosition, HelpRequest } from '@lyceum/client';
import { ArrowRight } from 'lucide-react';
import { useEffect, useState } from 'react';
import { attempt } from '../chat/attempt.js';
import { mentors } from '../strings/mentors.js';
import { Button, ButtonLink } from '../ui/button.js';
import { catchFocus } from '../ui/catch-focus.js';
import { ConfirmDialog } from '../ui/confirm-dialog.js';
import { Card } from '../ui/page.js';
import { toast } from '../ui/toasts.js';
import { roomPath } from './room-path.js';
import { placeInWords } from './times.js';
import { UrgencyMark } from './urgency-mark.js';
import { WaitingTime } from './waiting-time.js';

const said = mentors.request;
/** The server tells when the place changes; how long it still takes changes with the time, too. */
const ASK_AGAIN_MS = 60_000;

interface OwnRequestProps {
  request: HelpRequest;
  position: HelpPosition | undefined;
  help: Help;
}

/** A student's request that is not over: where it stands, and what can be done. */
export function OwnRequest({ request, position, help }: OwnRequestProps) {
  const isActive = request.state === 'active';
  useFreshPosition(help, !isActive);
  return (
    <Card title={said.title} className="border-accent!">
      <div role="status" className="grid gap-1">
        <p className="text-xl font-semibold tracking-tight">{headlineOf(request)}</p>
        <p className="text-muted">
          {isActive ? said.activeHint : position === undefined ? said.placeUnknown : placeInWords(position)}
        </p>
      </div>
      <div className="grid gap-2 rounded-xl bg-sunken px-4 py-3">
        <p className="flex flex-wrap items-center gap-2">
          <span className="font-medium wrap-anywhere">{request.subject}</span>
          <UrgencyMark urgency={request.urgency} />
        </p>
        {request.text !== null && <p className="wrap-anywhere whitespace-pre-wrap">{request.text}</p>}
        {!isActive && (
          <p className="text-sm text-muted">
            {said.waited} <WaitingTime since={request.requestedAt} />
          </p>
        )}
      </div>
      {isActive ? <ActiveActions request={request} help={help} /> : <WaitingActions request={request} help={help} />}
    </Card>
  );
}

function headlineOf({ state, target, mentor }: HelpRequest): string {
  if (state === 'active') return said.active(mentor?.name ?? said.somebody);
  if (state === 'offered') return target === null ? said.offered : said.offeredTo(target.name);
  return target === null ? said.waiting : said.waitingFor(target.name);
}

function useFreshPosition(help: Help, isWaiting: boolean): void {
  useEffect(() => {
    if (!isWaiting) return;
    const timer = setInterval(() => void help.load(), ASK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [help, isWaiting]);
}

function ActiveActions({ request, help }: { request: HelpRequest; help: Help }) {
  const [busy, setBusy] = useState(false);
  const solve = async (): Promise<void> => {
    setBusy(true);
    await attempt(help.resolve({ requestId: request.id }));
    setBusy(false);
    catchFocus();
  };
  return (
    <div className="flex flex-wrap gap-3">
      {request.room !== null && (
        <ButtonLink to={roomPath(request.room)} look="primary" icon={<ArrowRight aria-hidden size={18} />}>
          {said.go}
        </ButtonLink>
      )}
      <Button busy={busy} onClick={() => void solve()}>
        {said.solved}
      </Button>
    </div>
  );
}

function WaitingActions({ request, help }: { request: HelpRequest; help: Help }) {
  const [asking, setAsking] = useState(false);
  const cancel = async (): Promise<void> => {
    if (!(await attempt(help.cancel(request.id)))) return;
    toast(said.cancelled);
    catchFocus();
  };
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-3">
      <Button onClick={() => setAsking(true)}>{said.cancel}</Button>
      <p className="grow basis-60 text-sm text-muted">{said.waitingHint}</p>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={said.cancelQuestion}
        description={said.cancelExplained}
        confirm={said.cancel}
        onConfirm={cancel}
      />
    </div>
  );
}

import type { HelpRequest } from '@lyceum/client';
import { useClient, useMe, useStore } from '@lyceum/client/react';
import { HandHelping } from 'lucide-react';
import { useState } from 'react';
import { Bar } from '../calls/bar.js';
import { attempt } from '../chat/attempt.js';
import { mentors } from '../strings/mentors.js';
import { Button, ButtonLink } from '../ui/button.js';
import { catchFocus } from '../ui/catch-focus.js';
import { dismissed } from './dismissed.js';
import { ResolveDialog } from './resolve-dialog.js';

const said = mentors.bar;
const picture = <HandHelping aria-hidden size={20} />;

/** In the room of the two: whom the help is for, and the way to its end and to the rating, so that nobody has to leave for that. */
export function HelpBar({ roomId }: { roomId: string }) {
  const { help } = useClient();
  const meId = useMe()?.id;
  const { own, last, active } = useStore(help);
  const dismissedId = useStore(dismissed);
  const isHere = (request: HelpRequest | undefined): boolean => request?.room?.id === roomId;
  const request = [own, ...active].find((one) => one?.state === 'active' && isHere(one));
  if (request !== undefined) {
    return request.student.id === meId ? <Helped request={request} /> : <Helping request={request} />;
  }
  if (last?.state !== 'resolved' || last.rating !== null || last.id === dismissedId || !isHere(last)) return null;
  return (
    <Bar
      icon={picture}
      text={<p role="status">{said.over(nameOf(last))}</p>}
      actions={
        <ButtonLink to="/mentors" look="primary">
          {said.rate}
        </ButtonLink>
      }
    />
  );
}

function Helped({ request }: { request: HelpRequest }) {
  const { help } = useClient();
  const [busy, setBusy] = useState(false);
  const solve = async (): Promise<void> => {
    setBusy(true);
    await attempt(help.resolve({ requestId: request.id }));
    setBusy(false);
    catchFocus();
  };
  const text = said.helped(nameOf(request), request.subject);
  return (
    <Bar
      icon={picture}
      text={<p>{text}</p>}
      actions={
        <Button busy={busy} onClick={() => void solve()}>
          {mentors.request.solved}
        </Button>
      }
    />
  );
}

function Helping({ request }: { request: HelpRequest }) {
  const { help } = useClient();
  const [isResolving, setResolving] = useState(false);
  return (
    <>
      <Bar
        icon={picture}
        text={<p>{said.helping(request.student.name, request.subject)}</p>}
        actions={<Button onClick={() => setResolving(true)}>{mentors.active.resolve}</Button>}
      />
      {isResolving && <ResolveDialog request={request} help={help} onClose={() => setResolving(false)} />}
    </>
  );
}

function nameOf({ mentor }: HelpRequest): string {
  return mentor?.name ?? mentors.request.somebody;
}

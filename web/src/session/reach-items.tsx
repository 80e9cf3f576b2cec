import { Mail, Phone, Video } from 'lucide-react';
import { useNavigate } from 'react-router';
import { useIsInCall } from '../calls/call-buttons.js';
import { planCall } from '../calls/planned-call.js';
import { session } from '../strings/session.js';
import { MenuItem } from '../ui/menu.js';
import type { Person } from './people.js';

const said = session.people;

/** The ways to somebody alone: a message, a call. */
export function ReachItems({ person: { id, name, user } }: { person: Person }) {
  const navigate = useNavigate();
  const isInCall = useIsInCall();
  const picture = { 'aria-hidden': true, size: 18 } as const;
  return (
    <>
      <MenuItem
        icon={<Mail {...picture} />}
        onSelect={() => void navigate(`/messages/${encodeURIComponent(id)}`, { state: { person: user } })}
      >
        {said.write}
      </MenuItem>
      <MenuItem icon={<Phone {...picture} />} disabled={isInCall} onSelect={() => planCall({ to: { id }, name, kind: 'audio' })}>
        {said.audioCall}
      </MenuItem>
      <MenuItem icon={<Video {...picture} />} disabled={isInCall} onSelect={() => planCall({ to: { id }, name, kind: 'video' })}>
        {said.videoCall}
      </MenuItem>
    </>
  );
}

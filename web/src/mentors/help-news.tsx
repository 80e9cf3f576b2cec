import type { HelpRequest } from '@lyceum/client';
import { useFact, useMe } from '@lyceum/client/react';
import { useLocation, useNavigate } from 'react-router';
import { helpNews as said } from '../strings/help-news.js';
import { toast } from '../ui/toasts.js';
import { roomPath } from './room-path.js';

const PAGE = '/mentors';

/** On every page: that somebody asks, and what became of one's own request. The mentors' page shows most of it itself. */
export function HelpNews() {
  const meId = useMe()?.id;
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const isThere = pathname === PAGE;

  const tell = (text: string, label: string, path: string): void => {
    if (pathname !== path) toast(text, { action: { label, run: () => void navigate(path) } });
  };
  const helped = (name: string, path: string): void => {
    // Who waits there for nothing else goes where the help is.
    if (isThere && document.visibilityState === 'visible') {
      toast(said.helps(name));
      void navigate(path);
    } else {
      tell(said.helps(name), said.go, path);
    }
  };
  const ownChanged = ({ state, mentor, room, rating }: HelpRequest): void => {
    const name = mentor?.name ?? said.somebody;
    if (state === 'active' && room !== null) helped(name, roomPath(room));
    else if (state === 'resolved' && rating === null) tell(said.solved(name), said.rate, PAGE);
    else if (state === 'declined') tell(said.declined, said.look, PAGE);
    else if (state === 'expired') tell(said.expired, said.look, PAGE);
  };

  useFact('help:offered', ({ request }) => tell(said.asks(request.student.name, request.subject), said.look, PAGE));
  useFact('help:updated', (request) => {
    if (request.student.id === meId) ownChanged(request);
  });
  return null;
}

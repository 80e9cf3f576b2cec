import type { HelpRequest } from '@lyceum/client';
import { useFact, useMe } from '@lyceum/client/react';
import { useRef } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { helpNews as said } from '../strings/help-news.js';
import { toast } from '../ui/toasts.js';
import { roomPath } from './room-path.js';

const PAGE = '/mentors';

/** On every page: that somebody asks, and what became of a request. The mentors' page, and the room of the two, show most of it themselves. */
export function HelpNews() {
  const meId = useMe()?.id;
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const isThere = pathname === PAGE;
  /** Requests with a note of ours, so that it is not taken for the student's. */
  const noted = useRef(new Set<string>());

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
    else if (state === 'declined') tell(said.declined, said.look, PAGE);
    else if (state === 'expired') tell(said.expired, said.look, PAGE);
    else if (state === 'resolved' && rating === null && (room === null || pathname !== roomPath(room))) {
      tell(said.solved(name), said.rate, PAGE);
    }
  };
  /** For who helps, or helped. */
  const helpChanged = ({ id, state, student: { name }, subject, rating, note }: HelpRequest): void => {
    if (state === 'cancelled') toast(said.cancelled(name));
    if (state !== 'resolved') return;
    if (rating === null) {
      if (note !== null) noted.current.add(id);
      toast(said.done(name));
    } else {
      toast(said.rated({ name, subject, rating, note: noted.current.has(id) ? null : note }));
    }
  };

  useFact('help:offered', ({ request }) => tell(said.asks(request.student.name, request.subject), said.look, PAGE));
  useFact('help:updated', (request) => {
    if (request.student.id === meId) ownChanged(request);
    else if (request.mentor?.id === meId) helpChanged(request);
  });
  return null;
}

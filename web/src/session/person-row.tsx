import type { MemberRole, Room } from '@lyceum/client';
import { MessageCircleOff } from 'lucide-react';
import { session } from '../strings/session.js';
import { Avatar } from '../ui/avatar.js';
import { Badge } from '../ui/badge.js';
import type { Person } from './people.js';
import { PersonMenu } from './person-menu.js';

const said = session.people;

interface PersonRowProps {
  room: Room;
  person: Person;
  isMe: boolean;
  isTyping: boolean;
  /** Our own role. */
  role: MemberRole | undefined;
  onGone: () => void;
}

/** One of the people of a room. */
export function PersonRow({ room, person, isMe, isTyping, role, onGone }: PersonRowProps) {
  const { name, user, presence, muted } = person;
  const about = isTyping ? said.typing : isMe ? said.you : user.guest ? said.guest : undefined;
  return (
    <li className="flex min-h-14 items-center gap-3">
      <Avatar name={name} src={user.avatarUrl} presence={presence} />
      <div className="grid min-w-0 grow leading-snug">
        <span className="truncate font-medium">{name}</span>
        {about !== undefined && <span className="truncate text-sm text-muted">{about}</span>}
      </div>
      {muted && (
        <span title={said.muted} className="shrink-0 text-muted">
          <MessageCircleOff aria-hidden size={18} />
          <span className="sr-only">{said.muted}</span>
        </span>
      )}
      {person.role !== 'member' && <Badge tone={person.role === 'owner' ? 'accent' : 'neutral'}>{said[person.role]}</Badge>}
      {!isMe && <PersonMenu room={room} person={person} role={role} onGone={onGone} />}
    </li>
  );
}

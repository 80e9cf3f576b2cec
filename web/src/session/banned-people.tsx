import type { Room } from '@lyceum/client';
import { attempt } from '../chat/attempt.js';
import { session } from '../strings/session.js';
import { Avatar } from '../ui/avatar.js';
import { Button } from '../ui/button.js';
import { toast } from '../ui/toasts.js';
import { Section } from './section.js';
import { useMembers } from './use-members.js';

const said = session.people;

/** Who is shut out of a session, and the way back for them. */
export function BannedPeople({ room }: { room: Room }) {
  const { members, hasMore, loadMore, drop } = useMembers(room, { banned: true });
  if (members.length === 0) return null;
  const letBack = async (userId: string, name: string): Promise<void> => {
    if (!(await attempt(room.unban(userId)))) return;
    drop(userId);
    toast(said.unbanned(name));
  };
  return (
    <Section title={said.banned} count={hasMore ? undefined : members.length}>
      {members.map(({ user, name }) => (
        <li key={user.id} className="flex min-h-14 items-center gap-3">
          <Avatar name={name} src={user.avatarUrl} />
          <span className="min-w-0 grow truncate font-medium">{name}</span>
          <Button
            size="small"
            className="pointer-coarse:min-h-11"
            aria-label={said.unbanNamed(name)}
            onClick={() => void letBack(user.id, name)}
          >
            {said.unban}
          </Button>
        </li>
      ))}
      {hasMore && (
        <li>
          <Button onClick={loadMore}>{said.more}</Button>
        </li>
      )}
    </Section>
  );
}

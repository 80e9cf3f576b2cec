import type { Room } from '@lyceum/client';
import { useStore } from '@lyceum/client/react';
import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { ShareDialog } from '../home/share-dialog.js';
import { strings } from '../strings/index.js';
import { session } from '../strings/session.js';
import { Avatar } from '../ui/avatar.js';
import { Button } from '../ui/button.js';
import { Card, Page } from '../ui/page.js';

/** A room that one is in: its title, and who is here. */
export function SessionPage({ room: handle }: { room: Room }) {
  const { room, participants } = useStore(handle);
  const [sharing, setSharing] = useState(false);
  if (room === undefined) return null;
  const invite = room.code !== null && (
    <Button icon={<UserPlus aria-hidden size={18} />} onClick={() => setSharing(true)}>
      {strings.home.share.invite}
    </Button>
  );
  return (
    <Page title={room.title ?? session.untitled} actions={invite}>
      <Card title={session.participants}>
        <ul className="grid gap-3">
          {participants.map(({ user, name }) => (
            <li key={user.id} className="flex items-center gap-3">
              <Avatar name={name} src={user.avatarUrl} />
              <span className="truncate font-medium">{name}</span>
            </li>
          ))}
        </ul>
      </Card>
      {sharing && <ShareDialog room={room} onClose={() => setSharing(false)} />}
    </Page>
  );
}

import type { Room } from '@lyceum/client';
import { useStore } from '@lyceum/client/react';
import { useNavigate } from 'react-router';
import { attempt } from '../chat/attempt.js';
import { PinsDialog } from '../chat/pins-dialog.js';
import { ShareDialog } from '../home/share-dialog.js';
import { session } from '../strings/session.js';
import { ConfirmDialog } from '../ui/confirm-dialog.js';
import { AnnounceDialog } from './announce-dialog.js';
import { moderates } from './rights.js';
import type { Panel } from './session-header.js';
import { SettingsDialog } from './settings-dialog.js';
import { ShortcutsDialog } from './shortcuts-dialog.js';

interface SessionDialogsProps {
  room: Room;
  open: Panel | undefined;
  onClose: () => void;
  /** To a message. */
  onGo: (messageId: string) => void;
}

/** Whatever of the header's menu is open. */
export function SessionDialogs({ room, open, onClose, onGo }: SessionDialogsProps) {
  const { room: details, role } = useStore(room);
  const navigate = useNavigate();
  if (details === undefined || open === undefined) return null;
  switch (open) {
    case 'share':
      return <ShareDialog room={details} onClose={onClose} />;
    case 'pins':
      return <PinsDialog room={room} canPin={moderates(role)} onGo={onGo} onClose={onClose} />;
    case 'announce':
      return <AnnounceDialog room={room} onClose={onClose} />;
    case 'settings':
      return <SettingsDialog room={room} onClose={onClose} />;
    case 'shortcuts':
      return <ShortcutsDialog onClose={onClose} />;
    case 'leave':
      return (
        <ConfirmDialog
          open
          onOpenChange={onClose}
          title={session.leaveQuestion}
          description={session.leaveExplained}
          confirm={session.actions.leave}
          onConfirm={async () => {
            // The page of a room that one has left says so: not on the way out.
            await navigate('/');
            await attempt(room.leave());
          }}
        />
      );
  }
}

import { Ban } from 'lucide-react';
import { messages } from '../strings/messages.js';
import { Avatar } from '../ui/avatar.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { SkeletonList } from '../ui/skeleton.js';
import { EmptyState, ErrorState } from '../ui/states.js';
import { useBlocked } from './use-blocked.js';

const said = messages.block;

/** Everybody whom one has blocked, and the way back for them. */
export function BlockedDialog({ onClose }: { onClose: () => void }) {
  const { people, failed, load, unblock } = useBlocked();
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={said.list}>
      {people === undefined && failed ? (
        <ErrorState onRetry={load} />
      ) : people === undefined ? (
        <SkeletonList rows={2} />
      ) : people.length === 0 ? (
        <EmptyState icon={<Ban aria-hidden size={26} />} title={said.none}>
          {said.noneText}
        </EmptyState>
      ) : (
        <ul className="grid grid-cols-[minmax(0,1fr)]">
          {people.map((person) => (
            <li key={person.id} className="flex min-h-14 items-center gap-3">
              <Avatar name={person.name} src={person.avatarUrl} />
              <span className="min-w-0 grow truncate font-medium">{person.name}</span>
              <Button
                size="small"
                className="pointer-coarse:min-h-11"
                aria-label={said.unblockNamed(person.name)}
                onClick={() => void unblock(person)}
              >
                {said.unblock}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  );
}

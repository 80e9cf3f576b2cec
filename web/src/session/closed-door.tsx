import { DoorClosed } from 'lucide-react';
import type { ReactNode } from 'react';
import { session } from '../strings/session.js';
import { ButtonLink } from '../ui/button.js';
import { EmptyState } from '../ui/states.js';
import { useTitle } from '../ui/use-title.js';

export type DoorReason = Exclude<keyof typeof session.doors, 'other'>;

interface ClosedDoorProps {
  reason: DoorReason;
  /** More that can be done. */
  children?: ReactNode;
}

/** Why one does not come in, and what to do. */
export function ClosedDoor({ reason, children }: ClosedDoorProps) {
  const { title, text } = session.doors[reason];
  useTitle(title);
  return (
    <div role="alert" className="my-auto">
      <EmptyState
        icon={<DoorClosed aria-hidden size={26} />}
        title={title}
        actions={
          <>
            {children}
            <ButtonLink to="/">{session.home}</ButtonLink>
          </>
        }
      >
        {text}
      </EmptyState>
    </div>
  );
}

import type { Message, Room } from '@lyceum/client';
import { useStore } from '@lyceum/client/react';
import { Pin } from 'lucide-react';
import { useEffect, useState } from 'react';
import { chat } from '../strings/chat.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { RelativeTime } from '../ui/relative-time.js';
import { SkeletonList } from '../ui/skeleton.js';
import { EmptyState, ErrorState } from '../ui/states.js';
import { attempt } from './attempt.js';
import { summaryOf } from './summary.js';

const said = chat.pins;

interface PinsDialogProps {
  room: Room;
  canPin: boolean;
  onGo: (messageId: string) => void;
  onClose: () => void;
}

/** What is pinned in a room, newest pin first, and the way to each. */
export function PinsDialog({ room, canPin, onGo, onClose }: PinsDialogProps) {
  const { pins } = useStore(room);
  const [state, setState] = useState<'loading' | 'loaded' | 'failed'>('loading');
  const load = (): void => {
    room.loadPins().then(
      () => setState('loaded'),
      () => setState('failed'),
    );
  };
  useEffect(load, [room]);
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={said.title}>
      {state === 'failed' ? (
        <ErrorState onRetry={load} />
      ) : pins.length > 0 ? (
        <ul className="grid divide-y divide-line">
          {pins.toReversed().map((message) => (
            <li key={message.id}>
              <Pinned
                message={message}
                onGo={() => onGo(message.id)}
                {...(canPin ? { onUnpin: () => attempt(room.pin(message.id, false)) } : {})}
              />
            </li>
          ))}
        </ul>
      ) : state === 'loading' ? (
        <SkeletonList rows={2} />
      ) : (
        <EmptyState icon={<Pin aria-hidden size={26} />} title={said.empty}>
          {said.emptyText}
        </EmptyState>
      )}
    </Dialog>
  );
}

function Pinned({ message, onGo, onUnpin }: { message: Message; onGo: () => void; onUnpin?: () => Promise<boolean> }) {
  return (
    <article className="grid gap-2 py-3">
      <p className="flex items-baseline gap-2 text-sm">
        <span className="truncate font-semibold">{message.sender.name}</span>
        <span className="shrink-0 text-muted">
          <RelativeTime at={message.createdAt} />
        </span>
      </p>
      <p className="line-clamp-4 break-words whitespace-pre-wrap">{summaryOf(message)}</p>
      <p className="flex flex-wrap gap-2">
        <Button size="small" onClick={onGo}>
          {said.go}
        </Button>
        {onUnpin !== undefined && (
          <Button size="small" look="ghost" onClick={() => void onUnpin()}>
            {said.unpin}
          </Button>
        )}
      </p>
    </article>
  );
}

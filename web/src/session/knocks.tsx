import type { Knock, Room } from '@lyceum/client';
import { useState } from 'react';
import { attempt } from '../chat/attempt.js';
import { session } from '../strings/session.js';
import { Avatar } from '../ui/avatar.js';
import { Button } from '../ui/button.js';

const said = session.people;

/** Lets somebody in, or refuses them. */
export function KnockAnswers({ room, knock }: { room: Room; knock: Knock }) {
  const [busy, setBusy] = useState(false);
  const { id, name } = knock.user;
  const answer = async (asked: Promise<void>): Promise<void> => {
    setBusy(true);
    await attempt(asked);
    setBusy(false);
  };
  return (
    <div className="flex shrink-0 gap-2">
      <Button
        look="primary"
        size="small"
        className="pointer-coarse:min-h-11"
        aria-label={said.admitNamed(name)}
        disabled={busy}
        onClick={() => void answer(room.admit(id))}
      >
        {said.admit}
      </Button>
      <Button
        size="small"
        className="pointer-coarse:min-h-11"
        aria-label={said.denyNamed(name)}
        disabled={busy}
        onClick={() => void answer(room.deny(id))}
      >
        {said.deny}
      </Button>
    </div>
  );
}

/** Above the chat, for who leads: somebody stands at the door. */
export function KnockBar({ room, knocks }: { room: Room; knocks: readonly Knock[] }) {
  const [first, ...others] = knocks;
  return (
    <div role="status" className="shrink-0">
      {first !== undefined && (
        <div className="flex animate-appear flex-wrap items-center gap-x-3 gap-y-2 border-b border-line bg-accent-soft px-4 py-2 sm:px-6">
          <Avatar name={first.user.name} src={first.user.avatarUrl} size="small" />
          <p className="min-w-0 grow">
            <strong className="font-semibold">{session.knock.wants(first.user.name)}</strong>
            {others.length > 0 && ` ${session.knock.more(others.length)}`}
          </p>
          <KnockAnswers room={room} knock={first} />
        </div>
      )}
    </div>
  );
}

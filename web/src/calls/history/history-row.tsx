import type { CallDetails, User } from '@lyceum/client';
import { useMe } from '@lyceum/client/react';
import { clsx } from 'clsx';
import { DoorOpen, PhoneIncoming, PhoneMissed, PhoneOutgoing, Users } from 'lucide-react';
import { Link } from 'react-router';
import { calls } from '../../strings/calls.js';
import { Avatar } from '../../ui/avatar.js';
import { ButtonLink } from '../../ui/button.js';
import { RelativeTime } from '../../ui/relative-time.js';
import { CallButtons } from '../call-buttons.js';
import { lengthOf } from '../call-words.js';
import { directionOf, outcomeOf } from './outcome.js';

const said = calls.history;

/** A call of the history: with whom, what became of it, when, and the way to call again. */
export function HistoryRow({ call }: { call: CallDetails }) {
  const meId = useMe()?.id;
  const others = call.parties.map(({ user }) => user).filter(({ id }) => id !== meId);
  const [other] = call.isRoomCall ? [] : others;
  const name = other?.name ?? (others.length === 0 ? calls.roomCall : calls.names(others.map((user) => user.name)));
  return (
    <article className="flex min-h-18 items-center gap-3 py-2">
      {other === undefined ? (
        <span className="grid size-10 shrink-0 place-items-center rounded-full bg-sunken text-muted">
          <Users aria-hidden size={20} />
        </span>
      ) : (
        <Avatar name={other.name} src={other.avatarUrl} />
      )}
      <div className="grid min-w-0 grow leading-snug">
        {other === undefined || other.guest ? <h2 className="truncate font-medium">{name}</h2> : <PersonLink person={other} />}
        <p className="flex flex-wrap items-center gap-x-2 text-sm text-muted">
          <About call={call} meId={meId} />
          <RelativeTime at={call.startedAt} />
        </p>
      </div>
      {other === undefined ? (
        <ButtonLink
          to={call.room.code === null ? `/rooms/${call.room.id}` : `/s/${call.room.code}`}
          look="ghost"
          size="small"
          className="min-h-11"
          icon={<DoorOpen aria-hidden size={18} />}
        >
          {said.open}
        </ButtonLink>
      ) : (
        <CallButtons to={{ id: other.id }} name={other.name} />
      )}
    </article>
  );
}

function PersonLink({ person }: { person: User }) {
  return (
    <h2 className="grid font-medium">
      <Link
        to={`/messages/${encodeURIComponent(person.id)}`}
        state={{ person }}
        className="truncate rounded underline-offset-4 hover:underline"
      >
        {person.name}
      </Link>
    </h2>
  );
}

function About({ call, meId }: { call: CallDetails; meId: string | undefined }) {
  const outcome = outcomeOf(call, meId);
  const direction = directionOf(call, meId);
  const Picture = outcome === 'missed' ? PhoneMissed : direction === 'incoming' ? PhoneIncoming : PhoneOutgoing;
  const text =
    outcome === 'underWay' ? said.now : outcome === 'talked' ? said.outcomes.talked[direction] : said.outcomes[outcome];
  return (
    <span className={clsx('inline-flex items-center gap-1.5', outcome === 'missed' && 'font-medium text-danger')}>
      <Picture aria-hidden size={16} className="shrink-0" />
      {text}
      {outcome === 'talked' && <span className="tabular-nums">{lengthOf(call.durationSeconds ?? 0)}</span>}
    </span>
  );
}

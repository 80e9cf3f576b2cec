import type { AdminUserDetails } from '@lyceum/client';
import { useCallback } from 'react';
import { deviceName } from '../../account/device-name.js';
import { people } from '../../strings/admin-lists.js';
import { admin } from '../../strings/admin.js';
import { Avatar } from '../../ui/avatar.js';
import { Badge } from '../../ui/badge.js';
import { CopyButton } from '../../ui/copy-button.js';
import { RelativeTime } from '../../ui/relative-time.js';
import { Sheet } from '../../ui/sheet.js';
import { SkeletonList } from '../../ui/skeleton.js';
import { ErrorState } from '../../ui/states.js';
import { TextLink } from '../../ui/text-link.js';
import { useAdminHttp } from '../parts/admin-http.js';
import { Facts } from '../parts/facts.js';
import { count, date } from '../parts/formats.js';
import { useAsked } from '../parts/use-asked.js';
import { PersonActions } from './person-actions.js';

const said = people.panel;

interface PersonPanelProps {
  id: string;
  /** Something about them is different now. */
  onChanged: () => void;
  onClose: () => void;
}

/** All about one account, and what can be done about it. */
export function PersonPanel({ id, onChanged, onClose }: PersonPanelProps) {
  const http = useAdminHttp();
  const { data, error, reload } = useAsked(useCallback((signal: AbortSignal) => http.person(id, signal), [http, id]));
  const changed = (): void => {
    reload();
    onChanged();
  };
  return (
    <Sheet title={data?.user.name ?? admin.details} onClose={onClose}>
      {data !== undefined ? (
        <div className="grid gap-7 pt-1">
          <About details={data} />
          <PersonActions user={data.user} onChanged={changed} />
          <Sessions sessions={data.sessions} />
        </div>
      ) : error !== undefined ? (
        <ErrorState onRetry={reload}>{error.message}</ErrorState>
      ) : (
        <SkeletonList rows={4} />
      )}
    </Sheet>
  );
}

function About({ details: { user, online, lastSeenAt, rooms } }: { details: AdminUserDetails }) {
  const { id, name, username, avatarUrl, role, issuer, email, createdAt, bannedAt } = user;
  return (
    <section className="grid gap-5">
      <div className="flex items-center gap-4">
        <Avatar name={name} src={avatarUrl} size="large" presence={online ? 'online' : 'offline'} />
        <div className="grid min-w-0 gap-1">
          {username !== null && username !== name && <span className="truncate text-muted">{username}</span>}
          <span className="flex flex-wrap gap-2">
            <Badge tone="accent">{people.roles[role]}</Badge>
            {bannedAt !== null && (
              <Badge tone="danger">
                {people.banned} <RelativeTime at={bannedAt} />
              </Badge>
            )}
          </span>
        </div>
      </div>
      <Facts
        facts={[
          {
            label: said.lastSeen,
            value: online ? said.online : lastSeenAt === null ? admin.list.never : <RelativeTime at={lastSeenAt} />,
          },
          { label: said.rooms, value: count(rooms) },
          { label: said.created, value: date(createdAt) },
          { label: people.issuer, value: issuer },
          ...(email === null ? [] : [{ label: said.email, value: email }]),
        ]}
      />
      <div className="flex flex-wrap items-center gap-x-5 gap-y-3">
        <CopyButton text={id}>{said.copyId}</CopyButton>
        <TextLink to={`/admin/security?target=${encodeURIComponent(id)}`}>{said.events}</TextLink>
      </div>
    </section>
  );
}

function Sessions({ sessions }: Pick<AdminUserDetails, 'sessions'>) {
  return (
    <section className="grid gap-2">
      <h3 className="font-semibold">{said.devices}</h3>
      {sessions.length === 0 ? (
        <p className="text-muted">{said.noDevices}</p>
      ) : (
        <ul className="grid divide-y divide-line">
          {sessions.map(({ sid, userAgent, address, lastUsedAt }) => (
            <li key={sid} className="grid py-2.5">
              <span className="font-medium">{deviceName(userAgent)}</span>
              <span className="text-sm break-words text-muted">
                {said.lastUsed} <RelativeTime at={lastUsedAt} />
                {address !== null && ` · ${address}`}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

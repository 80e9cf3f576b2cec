import type { AdminUser, Role } from '@lyceum/client';
import { UserRoundSearch } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import { useSearchParams } from 'react-router';
import { people } from '../../strings/admin-lists.js';
import { Avatar } from '../../ui/avatar.js';
import { Badge } from '../../ui/badge.js';
import { Card, Page } from '../../ui/page.js';
import { useAdminHttp } from '../parts/admin-http.js';
import { ChoiceField, Filters, SearchField } from '../parts/filters.js';
import { date } from '../parts/formats.js';
import { PagedRecords } from '../parts/paged-records.js';
import type { Column } from '../parts/record-table.js';
import { useLater } from '../parts/use-later.js';
import { usePages } from '../parts/use-pages.js';
import { PersonPanel } from './person-panel.js';

const ROLES: readonly Role[] = ['student', 'mentor', 'admin'];
const ROLE_OPTIONS = ROLES.map((value) => ({ value, label: people.roles[value] }));
const BAN_OPTIONS = [
  { value: 'true', label: people.onlyBanned },
  { value: 'false', label: people.notBanned },
] as const;
type Ban = (typeof BAN_OPTIONS)[number]['value'];

/** Everybody with an account: found, looked at, and kept in or out. */
export function PeoplePage() {
  const http = useAdminHttp();
  const [query, setQuery] = useState('');
  const [role, setRole] = useState<Role | ''>('');
  const [banned, setBanned] = useState<Ban | ''>('');
  // Other pages lead here with somebody's id.
  const [params, setParams] = useSearchParams();
  const openId = params.get('person') ?? undefined;
  const setOpenId = useCallback(
    (id?: string) => setParams(id === undefined ? {} : { person: id }, { replace: true }),
    [setParams],
  );
  const asked = useLater(query.trim());
  const pages = usePages(
    useCallback(
      async (cursor: string | undefined, signal: AbortSignal) => {
        const wishes = { query: asked || undefined, role: role || undefined, banned: banned || undefined };
        const { users, cursor: next } = await http.people({ ...wishes, cursor }, signal);
        return { items: users, cursor: next };
      },
      [http, asked, role, banned],
    ),
  );
  const columns = useMemo(() => columnsWith(setOpenId), [setOpenId]);
  return (
    <Page title={people.title} description={people.description}>
      <Filters>
        <SearchField value={query} onChange={setQuery} hint={people.searchHint} />
        <ChoiceField label={people.role} value={role} onChange={setRole} options={ROLE_OPTIONS} />
        <ChoiceField label={people.banned} value={banned} onChange={setBanned} options={BAN_OPTIONS} />
      </Filters>
      <Card>
        <PagedRecords
          label={people.title}
          pages={pages}
          columns={columns}
          keyOf={({ id }) => id}
          empty={{ icon: <UserRoundSearch aria-hidden size={26} />, title: people.empty, text: people.emptyText }}
        />
      </Card>
      {openId !== undefined && <PersonPanel key={openId} id={openId} onChanged={pages.reload} onClose={() => setOpenId()} />}
    </Page>
  );
}

function columnsWith(open: (id: string) => void): readonly Column<AdminUser>[] {
  return [
    {
      header: people.name,
      lead: true,
      cell: ({ id, name, username, avatarUrl }) => (
        <button
          type="button"
          aria-label={people.open(name, username)}
          onClick={() => open(id)}
          className="flex min-h-11 min-w-0 items-center gap-3 rounded-xl text-left hover:text-accent"
        >
          <Avatar name={name} src={avatarUrl} />
          <span className="grid min-w-0">
            <span className="truncate font-medium">{name}</span>
            {username !== null && username !== name && <span className="truncate text-sm text-muted">{username}</span>}
          </span>
        </button>
      ),
    },
    { header: people.role, cell: ({ role }) => people.roles[role] },
    { header: people.issuer, cell: ({ issuer }) => <span className="break-all text-muted">{issuer}</span> },
    { header: people.created, cell: ({ createdAt }) => <span className="whitespace-nowrap">{date(createdAt)}</span> },
    {
      header: people.status,
      cell: ({ bannedAt }) =>
        bannedAt === null ? <Badge tone="success">{people.active}</Badge> : <Badge tone="danger">{people.banned}</Badge>,
    },
  ];
}

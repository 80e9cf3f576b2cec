import type { AuditedAction } from '@lyceum/client';
import { ShieldCheck } from 'lucide-react';
import { useCallback, useId, useState } from 'react';
import { useSearchParams } from 'react-router';
import { security } from '../../strings/admin-lists.js';
import { admin } from '../../strings/admin.js';
import { Badge } from '../../ui/badge.js';
import { TextField } from '../../ui/inputs.js';
import { Card, Page } from '../../ui/page.js';
import { TextLink } from '../../ui/text-link.js';
import { useAdminHttp } from '../parts/admin-http.js';
import { moment } from '../parts/formats.js';
import { PagedRecords } from '../parts/paged-records.js';
import type { Column } from '../parts/record-table.js';
import { useLater } from '../parts/use-later.js';
import { usePages } from '../parts/use-pages.js';
import { KNOWN_ACTIONS } from './known-actions.js';

const ID_CHARACTERS = 256;

const COLUMNS: readonly Column<AuditedAction>[] = [
  { header: security.what, lead: true, cell: ({ action }) => <span className="font-medium break-all">{action}</span> },
  {
    header: security.actor,
    cell: ({ actor: { kind, id, name } }) => (
      <span className="grid">
        <span className="break-words">{name ?? security.kinds[kind]}</span>
        {(name ?? id) !== null && (
          <span className="text-sm break-all text-muted">{name === null ? id : security.kinds[kind]}</span>
        )}
      </span>
    ),
  },
  { header: security.whom, cell: (event) => <Target {...event} /> },
  { header: security.from, cell: ({ address }) => <span className="text-sm break-all">{address ?? admin.list.none}</span> },
  { header: security.when, cell: ({ at }) => <time dateTime={at}>{moment(at)}</time> },
  {
    header: security.outcome,
    cell: ({ outcome }) =>
      outcome === 'done' ? <Badge tone="success">{security.done}</Badge> : <Badge tone="danger">{outcome}</Badge>,
  },
];

/** People lead to what is known of them; what else there is has no page of its own. */
function Target({ target, targetName }: AuditedAction) {
  if (target === null) return admin.list.none;
  if (targetName === null) return <span className="text-sm break-all">{target}</span>;
  return <TextLink to={`/admin/people?person=${encodeURIComponent(target)}`}>{targetName}</TextLink>;
}

/** Who did what with more rights than a person has. */
export function SecurityPage() {
  const http = useAdminHttp();
  // Other pages lead here with somebody's id.
  const [params] = useSearchParams();
  const [actor, setActor] = useState(params.get('actor') ?? '');
  const [target, setTarget] = useState(params.get('target') ?? '');
  const [action, setAction] = useState('');
  const [byActor, toTarget, called] = [useLater(actor.trim()), useLater(target.trim()), useLater(action.trim())];
  const knownId = useId();
  const pages = usePages(
    useCallback(
      async (before: string | undefined, signal: AbortSignal) => {
        const wishes = { actor: byActor || undefined, target: toTarget || undefined, action: called || undefined };
        const { events, cursor } = await http.audit({ ...wishes, before }, signal);
        return { items: events, cursor };
      },
      [http, byActor, toTarget, called],
    ),
  );
  return (
    <Page title={security.title} description={security.description}>
      <div className="grid items-start gap-4 sm:grid-cols-3">
        <TextField
          label={security.actor}
          hint={security.actorHint}
          value={actor}
          maxLength={ID_CHARACTERS}
          onChange={({ target: { value } }) => setActor(value)}
        />
        <TextField
          label={security.target}
          hint={security.targetHint}
          value={target}
          maxLength={ID_CHARACTERS}
          onChange={({ target: { value } }) => setTarget(value)}
        />
        <TextField
          label={security.action}
          hint={security.actionHint}
          value={action}
          maxLength={ID_CHARACTERS}
          list={knownId}
          onChange={({ target: { value } }) => setAction(value)}
        />
        <datalist id={knownId}>
          {KNOWN_ACTIONS.map((known) => (
            <option key={known} value={known} />
          ))}
        </datalist>
      </div>
      <Card>
        <PagedRecords
          label={security.title}
          pages={pages}
          columns={COLUMNS}
          keyOf={({ id }) => id}
          empty={{ icon: <ShieldCheck aria-hidden size={26} />, title: security.empty, text: security.emptyText }}
        />
      </Card>
    </Page>
  );
}

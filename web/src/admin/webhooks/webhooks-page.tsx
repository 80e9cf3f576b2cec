import type { Webhook, WebhookWithSecret } from '@lyceum/client';
import { Plus, Webhook as WebhookIcon } from 'lucide-react';
import { useCallback, useState } from 'react';
import { Link } from 'react-router';
import { admin } from '../../strings/admin.js';
import { webhooks } from '../../strings/admin-webhooks.js';
import { Button } from '../../ui/button.js';
import { Card, Page } from '../../ui/page.js';
import { RelativeTime } from '../../ui/relative-time.js';
import { SkeletonList } from '../../ui/skeleton.js';
import { EmptyState, ErrorState } from '../../ui/states.js';
import { useAdminHttp } from '../parts/admin-http.js';
import { RecordTable, type Column } from '../parts/record-table.js';
import { useAsked } from '../parts/use-asked.js';
import { SecretDialog } from './secret-dialog.js';
import { WebhookForm } from './webhook-form.js';
import { WebhookState } from './webhook-state.js';

const COLUMNS: readonly Column<Webhook>[] = [
  {
    header: webhooks.address,
    lead: true,
    cell: ({ id, url, description }) => (
      <Link to={`/admin/webhooks/${id}`} className="grid min-h-11 content-center rounded-xl hover:text-accent">
        <span className="font-medium break-all">{url}</span>
        {description !== '' && <span className="text-sm text-muted">{description}</span>}
      </Link>
    ),
  },
  {
    header: webhooks.events,
    cell: ({ events }) => (events.includes('*') ? webhooks.allEvents : webhooks.someEvents(events.length)),
  },
  {
    header: webhooks.lastSuccess,
    cell: ({ lastSuccessAt }) => (lastSuccessAt === null ? admin.list.never : <RelativeTime at={lastSuccessAt} />),
  },
  { header: webhooks.state, cell: (webhook) => <WebhookState webhook={webhook} /> },
];

/** All webhooks, and the way to a new one. */
export function WebhooksPage() {
  const http = useAdminHttp();
  const { data, error, reload } = useAsked(useCallback((signal: AbortSignal) => http.webhooks(signal), [http]));
  const [isMaking, setMaking] = useState(false);
  const [made, setMade] = useState<WebhookWithSecret>();
  const add = (
    <Button look="primary" icon={<Plus aria-hidden size={18} />} onClick={() => setMaking(true)}>
      {webhooks.add}
    </Button>
  );
  return (
    <Page title={webhooks.title} description={webhooks.description} actions={add}>
      <Card>
        {data === undefined ? (
          error === undefined ? (
            <SkeletonList rows={3} />
          ) : (
            <ErrorState onRetry={reload}>{error.message}</ErrorState>
          )
        ) : data.webhooks.length === 0 ? (
          <EmptyState icon={<WebhookIcon aria-hidden size={26} />} title={webhooks.empty}>
            {webhooks.emptyText}
          </EmptyState>
        ) : (
          <RecordTable label={webhooks.title} columns={COLUMNS} rows={data.webhooks} keyOf={({ id }) => id} />
        )}
      </Card>
      {isMaking && (
        <WebhookForm
          onClose={() => setMaking(false)}
          save={async (wishes) => {
            setMade(await http.makeWebhook(wishes));
            setMaking(false);
            reload();
          }}
        />
      )}
      {made !== undefined && <SecretDialog secret={made.secret} onClose={() => setMade(undefined)} />}
    </Page>
  );
}

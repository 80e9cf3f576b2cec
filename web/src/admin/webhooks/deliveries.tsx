import type { WebhookDelivery, WebhookDeliveryState } from '@lyceum/client';
import { RotateCw, Send } from 'lucide-react';
import { useCallback, useState } from 'react';
import { attempt } from '../../chat/attempt.js';
import { admin } from '../../strings/admin.js';
import { webhooks } from '../../strings/admin-webhooks.js';
import { Badge } from '../../ui/badge.js';
import { Button } from '../../ui/button.js';
import { Card } from '../../ui/page.js';
import { toast } from '../../ui/toasts.js';
import { useAdminHttp } from '../parts/admin-http.js';
import { ChoiceField } from '../parts/filters.js';
import { moment } from '../parts/formats.js';
import { PagedRecords } from '../parts/paged-records.js';
import type { Column } from '../parts/record-table.js';
import { usePages } from '../parts/use-pages.js';

const said = webhooks.deliveries;

const TONES = { pending: 'accent', delivered: 'success', dead: 'danger', withdrawn: 'neutral' } as const satisfies Record<
  WebhookDeliveryState,
  string
>;
const STATES: readonly WebhookDeliveryState[] = ['pending', 'delivered', 'dead', 'withdrawn'];
const STATE_OPTIONS = STATES.map((value) => ({ value, label: said.states[value] }));

/** What was sent to a webhook, newest first, and once more where it should be. */
export function Deliveries({ webhookId }: { webhookId: string }) {
  const http = useAdminHttp();
  const [state, setState] = useState<WebhookDeliveryState | ''>('');
  const pages = usePages(
    useCallback(
      async (before: string | undefined, signal: AbortSignal) => {
        const { deliveries, cursor } = await http.deliveries(webhookId, { state: state || undefined, before }, signal);
        return { items: deliveries, cursor };
      },
      [http, webhookId, state],
    ),
  );
  const replay = async ({ id }: WebhookDelivery): Promise<void> => {
    if (!(await attempt(http.replay(webhookId, id)))) return;
    toast(said.replayed);
    pages.reload();
  };
  return (
    <Card title={said.title} description={said.description}>
      <div className="sm:w-fit">
        <ChoiceField label={said.filter} value={state} onChange={setState} options={STATE_OPTIONS} />
      </div>
      <PagedRecords
        label={said.title}
        pages={pages}
        columns={columnsWith((delivery) => void replay(delivery))}
        keyOf={({ id }) => id}
        empty={{ icon: <Send aria-hidden size={26} />, title: said.empty, text: said.emptyText }}
      />
    </Card>
  );
}

function columnsWith(replay: (delivery: WebhookDelivery) => void): readonly Column<WebhookDelivery>[] {
  return [
    { header: said.event, lead: true, cell: ({ event }) => <span className="font-medium break-all">{event}</span> },
    {
      header: said.state,
      cell: ({ state, nextAttemptAt }) => (
        <span className="grid justify-items-start gap-1 max-sm:justify-items-end">
          <Badge tone={TONES[state]}>{said.states[state]}</Badge>
          {nextAttemptAt !== null && (
            <span className="text-sm text-muted">
              {said.next} {moment(nextAttemptAt)}
            </span>
          )}
        </span>
      ),
    },
    { header: said.attempts, numeric: true, cell: ({ attempts }) => attempts },
    {
      header: said.answer,
      cell: ({ lastStatus, lastError }) => (
        <span className="grid">
          <span className="tabular-nums">{lastStatus ?? admin.list.none}</span>
          {lastError !== null && <span className="line-clamp-2 text-sm break-all text-muted">{lastError}</span>}
        </span>
      ),
    },
    { header: said.made, cell: ({ createdAt }) => <time dateTime={createdAt}>{moment(createdAt)}</time> },
    {
      header: said.actions,
      cell: (delivery) =>
        delivery.state !== 'pending' && (
          <Button
            icon={<RotateCw aria-hidden size={18} />}
            aria-label={said.replayNamed(delivery.event)}
            onClick={() => replay(delivery)}
          >
            {said.replay}
          </Button>
        ),
    },
  ];
}

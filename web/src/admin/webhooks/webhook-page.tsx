import type { Webhook } from '@lyceum/client';
import { useCallback } from 'react';
import { useNavigate, useParams } from 'react-router';
import { admin } from '../../strings/admin.js';
import { webhooks } from '../../strings/admin-webhooks.js';
import { Notice } from '../../ui/notice.js';
import { Card, Page } from '../../ui/page.js';
import { RelativeTime } from '../../ui/relative-time.js';
import { SkeletonList } from '../../ui/skeleton.js';
import { ErrorState } from '../../ui/states.js';
import { TextLink } from '../../ui/text-link.js';
import { useAdminHttp } from '../parts/admin-http.js';
import { Facts } from '../parts/facts.js';
import { date, moment } from '../parts/formats.js';
import { useAsked } from '../parts/use-asked.js';
import { Deliveries } from './deliveries.js';
import { WebhookActions } from './webhook-actions.js';
import { WebhookState } from './webhook-state.js';

const said = webhooks.page;

/** One webhook: how it is, what can be done with it, and what was sent to it. */
export function WebhookPage() {
  const { id = '' } = useParams();
  const http = useAdminHttp();
  const navigate = useNavigate();
  const { data, error, reload } = useAsked(useCallback((signal: AbortSignal) => http.webhook(id, signal), [http, id]));
  return (
    <Page
      title={data === undefined ? webhooks.title : hostOf(data.url)}
      description={<TextLink to="/admin/webhooks">{webhooks.back}</TextLink>}
    >
      {data !== undefined ? (
        <>
          <About webhook={data} />
          <WebhookActions
            webhook={data}
            onChanged={reload}
            onRemoved={() => void navigate('/admin/webhooks', { replace: true })}
          />
          <Deliveries webhookId={id} />
        </>
      ) : error !== undefined ? (
        <ErrorState onRetry={reload}>{error.message}</ErrorState>
      ) : (
        <SkeletonList rows={4} />
      )}
    </Page>
  );
}

function About({ webhook }: { webhook: Webhook }) {
  const { url, description, events, enabled, disabledReason, createdAt, lastSuccessAt, failingSince, previousSecretUntil } =
    webhook;
  const facts = [
    { label: webhooks.state, value: <WebhookState webhook={webhook} /> },
    { label: webhooks.address, value: <span className="break-all">{url}</span> },
    { label: webhooks.events, value: events.includes('*') ? webhooks.everything : events.join(', ') },
    { label: webhooks.lastSuccess, value: lastSuccessAt === null ? admin.list.never : <RelativeTime at={lastSuccessAt} /> },
    { label: said.made, value: date(createdAt) },
  ];
  return (
    <Card {...(description !== '' && { title: description })}>
      {!enabled && disabledReason !== null && <Notice tone="danger">{said.disabledBecause(disabledReason)}</Notice>}
      {enabled && failingSince !== null && (
        <Notice>
          {said.failingSince} {moment(failingSince)}.
        </Notice>
      )}
      {previousSecretUntil !== null && (
        <Notice>
          {said.oldSecret} {moment(previousSecretUntil)}.
        </Notice>
      )}
      <Facts facts={facts} />
    </Card>
  );
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}

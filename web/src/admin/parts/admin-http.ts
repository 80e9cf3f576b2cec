import type {
  AdminStats,
  AdminUserDetails,
  AdminUserPage,
  AuditPage,
  Http,
  NewWebhook,
  Role,
  StatsHistory,
  SupervisedRoomPage,
  Webhook,
  WebhookChange,
  WebhookDeliveryPage,
  WebhookTest,
  WebhookWithSecret,
} from '@lyceum/client';
import { useClient } from '@lyceum/client/react';
import { useMemo } from 'react';

type Query = Readonly<Record<string, string | number | boolean | undefined>>;

/** What administrators ask the gateway, route by route. All reject with a `LyceumError`. */
export class AdminHttp {
  constructor(private readonly http: Http) {}

  readonly stats = (signal: AbortSignal): Promise<AdminStats> => this.http.json('/api/admin/stats', { signal });

  readonly history = (signal: AbortSignal): Promise<StatsHistory> => this.http.json('/api/admin/stats/history', { signal });

  readonly people = (query: Query, signal: AbortSignal): Promise<AdminUserPage> => this.get('/users', query, signal);

  readonly person = (id: string, signal: AbortSignal): Promise<AdminUserDetails> =>
    this.get(`/users/${encodeURIComponent(id)}`, {}, signal);

  readonly setRole = (id: string, role: Role): Promise<unknown> =>
    this.http.json(`/api/users/${encodeURIComponent(id)}/role`, { method: 'PATCH', body: { role } });

  readonly ban = (id: string): Promise<unknown> => this.http.json(`/api/users/${encodeURIComponent(id)}/ban`, { method: 'POST' });

  readonly unban = (id: string): Promise<unknown> =>
    this.http.json(`/api/users/${encodeURIComponent(id)}/ban`, { method: 'DELETE' });

  readonly disconnect = (id: string): Promise<unknown> => this.post(`/users/${encodeURIComponent(id)}/disconnect`);

  readonly rooms = (query: Query, signal: AbortSignal): Promise<SupervisedRoomPage> => this.get('/rooms', query, signal);

  readonly closeRoom = (id: string): Promise<unknown> => this.post(`/rooms/${id}/close`);

  readonly audit = (query: Query, signal: AbortSignal): Promise<AuditPage> => this.get('/audit', query, signal);

  readonly webhooks = (signal: AbortSignal): Promise<{ webhooks: Webhook[] }> => this.get('/webhooks', {}, signal);

  readonly webhook = (id: string, signal: AbortSignal): Promise<Webhook> =>
    this.get(`/webhooks/${encodeURIComponent(id)}`, {}, signal);

  readonly makeWebhook = (webhook: NewWebhook): Promise<WebhookWithSecret> => this.post('/webhooks', webhook);

  readonly changeWebhook = (id: string, change: WebhookChange): Promise<Webhook> =>
    this.http.json(`/api/admin/webhooks/${id}`, { method: 'PATCH', body: change });

  readonly removeWebhook = (id: string): Promise<unknown> => this.http.json(`/api/admin/webhooks/${id}`, { method: 'DELETE' });

  readonly rotateSecret = (id: string): Promise<WebhookWithSecret> => this.post(`/webhooks/${id}/rotate`);

  readonly testWebhook = (id: string): Promise<WebhookTest> => this.post(`/webhooks/${id}/test`);

  readonly deliveries = (id: string, query: Query, signal: AbortSignal): Promise<WebhookDeliveryPage> =>
    this.get(`/webhooks/${encodeURIComponent(id)}/deliveries`, query, signal);

  readonly replay = (id: string, deliveryId: string): Promise<unknown> =>
    this.post(`/webhooks/${id}/deliveries/${deliveryId}/replay`);

  private get<T>(path: string, query: Query, signal: AbortSignal): Promise<T> {
    return this.http.json(`/api/admin${path}`, { query, signal });
  }

  private post<T>(path: string, body?: object): Promise<T> {
    return this.http.json(`/api/admin${path}`, { method: 'POST', ...(body && { body }) });
  }
}

export function useAdminHttp(): AdminHttp {
  const { http } = useClient();
  return useMemo(() => new AdminHttp(http), [http]);
}

import type { Notification } from '../../protocol/index.js';
import type { NotificationEntity } from './notification.entity.js';

export type FeedRow = Pick<NotificationEntity, 'id' | 'kind' | 'title' | 'body' | 'data' | 'count' | 'createdAt' | 'readAt'>;

export function presentNotification({ id, kind, title, body, data, count, createdAt, readAt }: FeedRow): Notification {
  return {
    id,
    kind,
    title,
    body,
    // How many messages of the conversation it stands for, since the person last read it.
    data: kind === 'message' ? { ...data, count } : data,
    createdAt: createdAt.toISOString(),
    readAt: readAt?.toISOString() ?? null,
  };
}

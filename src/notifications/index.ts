export { NotificationsModule } from './notifications.module.js';
export { WebhookEndpointsModule } from './webhooks/webhook-endpoints.module.js';
export { Webhooks } from './webhooks/webhooks.service.js';
export { PushModule } from './push/push.module.js';
export { Subscribed } from './push/subscribed.js';

export { NotificationsModule } from './notifications.module.js';
export { WebhookEndpointsModule } from './webhooks/webhook-endpoints.module.js';
export { Webhooks } from './webhooks/webhooks.service.js';

export { NotificationsModule } from './notifications.module.js';
export { WebhookEndpointsModule } from './webhooks/webhook-endpoints.module.js';
export { Webhooks } from './webhooks/webhooks.service.js';
export { RingingCalls } from './notices/ringing-calls.js';
export { RingingCallsModule } from './notices/ringing-calls.module.js';
export { PushModule } from './push/push.module.js';
export { PushedCalls } from './push/pushed-calls.js';

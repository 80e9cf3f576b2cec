export { NotificationsModule } from './notifications.module.js';
export { PushModule } from './push/push.module.js';
export { Subscribed } from './push/subscribed.js';

import { authSchema } from './auth.config.js';
import { callsSchema } from './calls.config.js';
import { chatSchema } from './chat.config.js';
import { clusterSchema } from './cluster.config.js';
import { databaseSchema } from './database.config.js';
import { filesSchema } from './files.config.js';
import { helpSchema } from './help.config.js';
import { issuersSchema } from './issuers.config.js';
import { limitsSchema } from './limits.config.js';
import { mentorsSchema } from './mentors.config.js';
import { notificationsSchema } from './notifications.config.js';
import { opsSchema } from './ops.config.js';
import { outboundSchema } from './outbound.config.js';
import { presenceSchema } from './presence.config.js';
import { pushSchema } from './push.config.js';
import { realtimeSchema } from './realtime.config.js';
import { roomsSchema } from './rooms.config.js';
import { serverApiSchema } from './server-api.config.js';
import { serverSchema } from './server.config.js';
import type { StartConditions } from './setting.js';

/** The schema of every area, in the order they are documented. */
export const areas = (conditions: StartConditions) => ({
  server: serverSchema(conditions),
  auth: authSchema(conditions),
  issuers: issuersSchema(conditions),
  database: databaseSchema(conditions),
  cluster: clusterSchema(),
  realtime: realtimeSchema(conditions),
  rooms: roomsSchema(),
  chat: chatSchema(),
  files: filesSchema(),
  presence: presenceSchema(),
  calls: callsSchema(conditions),
  help: helpSchema(),
  mentors: mentorsSchema(),
  push: pushSchema(conditions),
  outbound: outboundSchema(),
  notifications: notificationsSchema(),
  limits: limitsSchema(),
  serverApi: serverApiSchema(),
  ops: opsSchema(conditions),
});

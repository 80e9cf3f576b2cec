import { z } from 'zod';
import { origins } from './origins.js';
import type { StartConditions } from './setting.js';
import { setting } from './setting.js';
import { networks, wholeNumber, written } from './values.js';

export const serverSchema = ({ production }: StartConditions) =>
  z.object({
    host: setting(
      written('an IP address or a host name', (text) => (/^[\w.:-]+$/.test(text) ? text : undefined)),
      { env: 'HOST', default: '0.0.0.0', meaning: 'Address the gateway listens on.' },
    ),
    port: setting(wholeNumber(0, 65_535), {
      env: 'PORT',
      aliases: ['WS_PORT'],
      default: '3000',
      meaning: 'The one port for HTTP, Socket.IO and WebSocket; with 0 the system chooses a free one.',
    }),
    allowedOrigins: setting(origins(production), {
      env: 'CORS_ORIGIN',
      aliases: ['FRONTEND_URL', 'NEXTAUTH_URL'],
      united: true,
      default: production ? '' : '*',
      shownDefault: '`*`; in production none, which means the same origin only',
      meaning:
        'Origins that browsers may connect from; what these keys name is added up, and a path after the origin is ignored.',
    }),
    headersTimeoutMs: setting(wholeNumber(500, 300_000), {
      env: 'HTTP_HEADERS_TIMEOUT_MS',
      default: '20000',
      meaning:
        'Milliseconds a client may take to send the headers of a request; a connection that says nothing counts from its beginning.',
    }),
    idleTimeoutMs: setting(wholeNumber(500, 3_600_000), {
      env: 'HTTP_IDLE_TIMEOUT_MS',
      default: '120000',
      meaning:
        'Milliseconds after which an HTTP request or answer that does not move on is given up; WebSockets and waiting polls have their pings.',
    }),
    trustedProxies: setting(networks(), {
      env: 'TRUSTED_PROXIES',
      default: '',
      meaning: 'Proxies whose `X-Forwarded-For` header is believed when addresses are counted.',
    }),
  });

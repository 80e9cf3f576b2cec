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
    trustedProxies: setting(networks(), {
      env: 'TRUSTED_PROXIES',
      default: '',
      meaning: 'Proxies whose `X-Forwarded-For` header is believed when addresses are counted.',
    }),
  });

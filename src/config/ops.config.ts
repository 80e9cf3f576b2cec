import { z } from 'zod';
import type { StartConditions } from './setting.js';
import { setting } from './setting.js';
import { onOff, oneOf } from './values.js';

export const opsSchema = ({ production, interactive }: StartConditions) =>
  z.object({
    logLevel: setting(oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']), {
      env: 'LOG_LEVEL',
      default: 'info',
      meaning: 'Least important log line that is still written.',
    }),
    logFormat: setting(oneOf(['pretty', 'json']), {
      env: 'LOG_FORMAT',
      default: interactive && !production ? 'pretty' : 'json',
      shownDefault: '`pretty` on a terminal outside production, else `json`',
      meaning: 'Log lines for people or for machines.',
    }),
    metrics: setting(onOff(), {
      env: 'METRICS',
      default: 'on',
      meaning: 'Whether `/metrics` answers, in the Prometheus format.',
    }),
    apiDocs: setting(onOff(), {
      env: 'API_DOCS',
      default: 'on',
      meaning:
        'Whether `/docs` shows the HTTP API, and `/docs/openapi.json` gives it to programs. They tell nothing but what the public sources ' +
        'tell, and cost nothing until somebody asks; so they are on in production too.',
    }),
    webApp: setting(onOff(), {
      env: 'WEB_APP',
      default: 'on',
      meaning: 'Whether the web app answers at `/`, and at every path a browser goes to that is not the gateway’s own.',
    }),
  });

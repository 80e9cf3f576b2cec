import { z } from 'zod';
import { setting } from './setting.js';
import { networks } from './values.js';

export const outboundSchema = () =>
  z.object({
    allowed: setting(networks(), {
      env: 'OUTBOUND_ALLOWED',
      default: '',
      meaning:
        'Addresses beside the public internet that webhooks and pushes may go to, such as those of backends in the same private network; in production these alone by plain `http` too.',
    }),
  });

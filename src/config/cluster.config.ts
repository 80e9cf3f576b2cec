import { z } from 'zod';
import { setting, settingWithoutDefault } from './setting.js';
import { url, wholeNumber } from './values.js';

const redisUrl = url('a Redis URL such as redis://host:6379', ['redis', 'rediss']);

export const clusterSchema = () =>
  z.object({
    redisUrl: settingWithoutDefault(redisUrl.optional().describe(redisUrl.description ?? ''), {
      env: 'REDIS_URL',
      secret: true,
      shownDefault: 'none: a single node',
      meaning: 'Redis that joins several nodes into one gateway.',
    }),
    silenceMs: setting(wholeNumber(2_000, 30_000), {
      env: 'CLUSTER_SILENCE_MS',
      default: '20000',
      meaning: 'Milliseconds without a sign of life after which the others take a node for dead, and its people for gone.',
    }),
  });

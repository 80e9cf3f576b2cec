import { z } from 'zod';
import { settingWithoutDefault } from './setting.js';
import { url } from './values.js';

const redisUrl = url('a Redis URL such as redis://host:6379', ['redis', 'rediss']);

export const clusterSchema = () =>
  z.object({
    redisUrl: settingWithoutDefault(redisUrl.optional().describe(redisUrl.description ?? ''), {
      env: 'REDIS_URL',
      secret: true,
      shownDefault: 'none: a single node',
      meaning: 'Redis that joins several nodes into one gateway.',
    }),
  });

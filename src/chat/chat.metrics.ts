import { Histogram } from 'prom-client';

export const commitBatchSize = new Histogram({
  name: 'lyceum_commit_batch_size',
  help: 'Messages committed together in one transaction',
  buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256],
});

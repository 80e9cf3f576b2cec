import { Gauge } from 'prom-client';

export const limitsShared = new Gauge({
  name: 'lyceum_rate_limits_shared',
  help: 'Whether limits count for all nodes together (1) or for this one alone (0), as on a single node or while Redis is away',
});

import { Counter, Gauge } from 'prom-client';

export const slowConsumers = new Counter({
  name: 'lyceum_slow_consumers_total',
  help: 'Clients disconnected because more waited for them than may',
});

export const queuedBytes = new Gauge({
  name: 'lyceum_outbound_queued_bytes',
  help: 'Bytes that wait for clients of this node that read slowly, as of the last second',
});

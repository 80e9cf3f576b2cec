import { Counter, Gauge } from 'prom-client';

export const outboxEvents = new Gauge({
  name: 'lyceum_outbox_events',
  help: 'Events in the outbox, of all nodes, by state; at most 10,000 are counted',
  labelNames: ['state'] as const,
});

export const outboxAge = new Gauge({
  name: 'lyceum_outbox_oldest_seconds',
  help: 'How long the oldest event has waited to be handed on; 0 where none waits',
});

export const deliveriesWaiting = new Gauge({
  name: 'lyceum_deliveries_waiting',
  help: 'Deliveries that have not got there yet, of all nodes, by channel; at most 10,000 are counted',
  labelNames: ['channel'] as const,
});

export const deliveryAttempts = new Counter({
  name: 'lyceum_delivery_attempts_total',
  help: 'Attempts of this node to deliver something, by channel and outcome; dead is what is tried no more',
  labelNames: ['channel', 'outcome'] as const,
});

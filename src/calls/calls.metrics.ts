import { Counter, Histogram } from 'prom-client';

export const callsStarted = new Counter({
  name: 'lyceum_calls_started_total',
  help: 'Calls made, by kind and by whether a person or a room was called',
  labelNames: ['kind', 'called'] as const,
});

export const callsEnded = new Counter({
  name: 'lyceum_calls_ended_total',
  help: 'Calls that are over, by why they ended',
  labelNames: ['reason'] as const,
});

export const callDuration = new Histogram({
  name: 'lyceum_call_duration_seconds',
  help: 'From the accepting of a call to its end',
  buckets: [10, 60, 300, 900, 1_800, 3_600, 7_200],
});

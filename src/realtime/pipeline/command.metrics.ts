import { Histogram } from 'prom-client';

export const commandSeconds = new Histogram({
  name: 'lyceum_command_seconds',
  help: 'Time from taking up a command to its answer, by command and outcome (ok or the error code)',
  labelNames: ['command', 'outcome'] as const,
  buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 3],
});

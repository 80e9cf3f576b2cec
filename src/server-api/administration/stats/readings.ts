import { register } from 'prom-client';
import type { ConnectionShare } from '../../../protocol/index.js';
import type { Counts } from './last-minute.js';

/** One number of a metric, as prom-client gives it; one of a histogram also says of which of its series it is. */
interface Reading {
  readonly value: number;
  readonly labels: Readonly<Partial<Record<string, string | number>>>;
  readonly metricName?: string;
}

/** What a metric of this process says now; nothing where there is no such metric. */
async function read(name: string): Promise<readonly Reading[]> {
  const metric = register.getSingleMetric(name);
  return metric === undefined ? [] : (await metric.get()).values;
}

function sum(readings: readonly Reading[]): number {
  return readings.reduce((total, { value }) => total + value, 0);
}

/** Of one series: `lyceum_commit_batch_size_sum`. */
function seriesOf(readings: readonly Reading[], name: string): readonly Reading[] {
  return readings.filter(({ metricName }) => metricName === name);
}

/** A gauge, all its labels together. */
export async function gauge(name: string, labels: Readonly<Record<string, string>> = {}): Promise<number> {
  const wanted = Object.entries(labels);
  return sum((await read(name)).filter((reading) => wanted.every(([label, value]) => reading.labels[label] === value)));
}

export async function connections(): Promise<ConnectionShare[]> {
  const readings = await read('lyceum_connections');
  return readings.filter(({ value }) => value > 0).map(({ labels, value }) => ({ ...labels, open: value }) as ConnectionShare);
}

/** Everything that rates are made of. */
export async function counts(): Promise<Counts> {
  const [batches, commands, deliveries] = await Promise.all([
    read('lyceum_commit_batch_size'),
    read('lyceum_command_seconds'),
    read('lyceum_deliveries_total'),
  ]);
  const commandSeconds = new Map<number, number>();
  for (const { labels, value } of seriesOf(commands, 'lyceum_command_seconds_bucket')) {
    const bound = labels.le === '+Inf' ? Infinity : Number(labels.le);
    commandSeconds.set(bound, (commandSeconds.get(bound) ?? 0) + value);
  }
  return {
    at: performance.now(),
    messages: sum(seriesOf(batches, 'lyceum_commit_batch_size_sum')),
    commands: sum(seriesOf(commands, 'lyceum_command_seconds_count')),
    deliveries: sum(deliveries.filter(({ labels }) => labels.outcome === 'fast' || labels.outcome === 'public')),
    commandSeconds: [...commandSeconds],
  };
}

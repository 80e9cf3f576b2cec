import { quantileMs, since, type Buckets } from './latency.js';

/** What a process has counted since it began. */
export interface Counts {
  /** By `performance.now()`. */
  readonly at: number;
  readonly messages: number;
  readonly commands: number;
  readonly deliveries: number;
  readonly commandSeconds: Buckets;
}

export interface Rates {
  readonly messagesPerSecond: number;
  readonly commandsPerSecond: number;
  readonly deliveriesPerSecond: number;
  readonly commandP50Ms: number | null;
  readonly commandP99Ms: number | null;
}

const MINUTE_MS = 60_000;
/** One message within a tenth of a second is not ten a second. */
const LEAST_SPAN_MS = 5_000;
const NOTHING: Rates = {
  messagesPerSecond: 0,
  commandsPerSecond: 0,
  deliveriesPerSecond: 0,
  commandP50Ms: null,
  commandP99Ms: null,
};

/** Makes rates of counters: by what they were a minute ago, or since the first look. */
export class LastMinute {
  private readonly looks: Counts[] = [];

  /** Looks must be given in the order of their time. */
  add(counts: Counts): void {
    this.looks.push(counts);
    // The first is the one that is a minute old, or the youngest that is older.
    while ((this.looks[1]?.at ?? Infinity) <= counts.at - MINUTE_MS) this.looks.shift();
  }

  ratesAt(now: Counts): Rates {
    const [before] = this.looks;
    if (before === undefined || now.at <= before.at) return NOTHING;
    const span = Math.max(now.at - before.at, LEAST_SPAN_MS);
    const perSecond = (count: (counts: Counts) => number) => ((count(now) - count(before)) * 1_000) / span;
    const commandSeconds = since(now.commandSeconds, before.commandSeconds);
    return {
      messagesPerSecond: perSecond(({ messages }) => messages),
      commandsPerSecond: perSecond(({ commands }) => commands),
      deliveriesPerSecond: perSecond(({ deliveries }) => deliveries),
      commandP50Ms: quantileMs(commandSeconds, 0.5),
      commandP99Ms: quantileMs(commandSeconds, 0.99),
    };
  }
}

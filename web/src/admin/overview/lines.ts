import type { StatsPoint } from '@lyceum/client';
import { overview } from '../../strings/admin-overview.js';
import { bytes, count, duration, rate } from '../parts/formats.js';
import type { Tone } from './colours.js';

const said = overview.chart;

export interface Line {
  label: string;
  tone: Tone;
  /** Told apart also without its colour. */
  isDashed?: boolean;
  values: readonly (number | null)[];
}

/** How high a value stands. */
export interface Scale {
  format: (value: number) => string;
  /** The top of the chart is no lower: what hardly moves must not look like a storm. */
  atLeast: number;
  /** Numbers beside the chart are round where they are multiples of one of these; absent: those of the decimal system. */
  steps?: readonly number[];
}

export interface ChartSpec {
  title: string;
  scale: Scale;
  lines: readonly (Omit<Line, 'values'> & { of: (point: StatsPoint) => number | null })[];
}

const KIB = 1024;
const RATES: Scale = { format: rate, atLeast: 1 };
const COUNTS: Scale = {
  format: count,
  atLeast: 5,
  steps: [1, 10, 100, 1e3, 1e4, 1e5, 1e6].flatMap((ten) => [ten, 2 * ten, 5 * ten]),
};
const TIMES: Scale = { format: duration, atLeast: 10 };
const BYTES: Scale = { format: bytes, atLeast: KIB, steps: Array.from({ length: 45 }, (_, power) => 2 ** power) };

/** What is drawn, chart by chart. */
export const CHARTS: readonly ChartSpec[] = [
  {
    title: said.messages,
    scale: RATES,
    lines: [{ label: said.messages, tone: 'accent', of: ({ messagesPerSecond }) => messagesPerSecond }],
  },
  {
    title: said.connections,
    scale: COUNTS,
    lines: [
      { label: said.connectionsLine, tone: 'accent', of: ({ connections }) => connections },
      { label: said.peopleLine, tone: 'warning', isDashed: true, of: ({ peopleOnline }) => peopleOnline },
    ],
  },
  {
    title: said.latency,
    scale: TIMES,
    lines: [
      { label: said.median, tone: 'accent', of: ({ commandP50Ms }) => commandP50Ms },
      { label: said.slowest, tone: 'warning', isDashed: true, of: ({ commandP99Ms }) => commandP99Ms },
    ],
  },
  {
    title: said.lag,
    scale: TIMES,
    lines: [{ label: said.lag, tone: 'accent', of: ({ eventLoopLagMs }) => eventLoopLagMs }],
  },
  {
    title: said.memory,
    scale: BYTES,
    lines: [{ label: said.memory, tone: 'accent', of: ({ residentBytes }) => residentBytes }],
  },
  {
    title: said.queue,
    scale: BYTES,
    lines: [{ label: said.queue, tone: 'accent', of: ({ outboundQueuedBytes }) => outboundQueuedBytes }],
  },
];

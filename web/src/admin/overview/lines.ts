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

export interface ChartSpec {
  title: string;
  format: (value: number) => string;
  lines: readonly (Omit<Line, 'values'> & { of: (point: StatsPoint) => number | null })[];
}

/** What is drawn, chart by chart. */
export const CHARTS: readonly ChartSpec[] = [
  {
    title: said.messages,
    format: rate,
    lines: [{ label: said.messages, tone: 'accent', of: ({ messagesPerSecond }) => messagesPerSecond }],
  },
  {
    title: said.connections,
    format: count,
    lines: [
      { label: said.connectionsLine, tone: 'accent', of: ({ connections }) => connections },
      { label: said.peopleLine, tone: 'warning', isDashed: true, of: ({ peopleOnline }) => peopleOnline },
    ],
  },
  {
    title: said.latency,
    format: duration,
    lines: [
      { label: said.median, tone: 'accent', of: ({ commandP50Ms }) => commandP50Ms },
      { label: said.slowest, tone: 'warning', isDashed: true, of: ({ commandP99Ms }) => commandP99Ms },
    ],
  },
  {
    title: said.lag,
    format: duration,
    lines: [{ label: said.lag, tone: 'accent', of: ({ eventLoopLagMs }) => eventLoopLagMs }],
  },
  {
    title: said.memory,
    format: bytes,
    lines: [{ label: said.memory, tone: 'accent', of: ({ residentBytes }) => residentBytes }],
  },
  {
    title: said.queue,
    format: bytes,
    lines: [{ label: said.queue, tone: 'accent', of: ({ outboundQueuedBytes }) => outboundQueuedBytes }],
  },
];

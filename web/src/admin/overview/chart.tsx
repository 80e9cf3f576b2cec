import { useStore } from '@lyceum/client/react';
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { theme } from '../../theme/theme.js';
import { useMedia } from '../../ui/use-media.js';
import { hourAndMinute } from '../parts/formats.js';
import { colourOf, type Tone } from './colours.js';
import type { Line, Scale } from './lines.js';

const HEIGHT = 180;
const FONT = '12px system-ui, sans-serif';
const HEIGHT_OF_TIMES = 30;
const SPACE_OF_TIMES = 60;
const MINUTE = 60;
/** Between two times, in seconds. */
const STEPS_OF_TIMES = [1, 2, 5, 10, 30, 60].map((minutes) => minutes * MINUTE);
const WIDTH_OF_LETTER = 7;
const BESIDE_NUMBERS = 12;
/** Above the highest value. */
const HEADROOM = 1.1;

interface ChartProps {
  /** Seconds since 1970, in order. */
  times: readonly number[];
  lines: readonly Line[];
  scale: Scale;
  /** Which point the pointer is at; null: none. */
  onPoint: (index: number | null) => void;
}

/** Lines over time on a canvas. What they show must also be said in text: nobody but the eye reads a canvas. */
export function Chart({ times, lines, scale, onPoint }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);
  const latest = useRef({ scale, onPoint, lines });
  useEffect(() => {
    latest.current = { scale, onPoint, lines };
  });

  const shape = lines.map(({ label, tone }) => `${tone} ${label}`).join();
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const made = new uPlot(optionsOf(element, latest.current), [[], ...latest.current.lines.map(() => [])], element);
    plot.current = made;
    const resized = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: HEIGHT }));
    resized.observe(element);
    return () => {
      resized.disconnect();
      made.destroy();
      plot.current = undefined;
    };
  }, [shape]);

  useEffect(() => {
    plot.current?.setData([[...times], ...lines.map(({ values }) => [...values])]);
  }, [times, lines]);

  const chosen = useStore(theme);
  const isDark = useMedia('(prefers-color-scheme: dark)');
  useEffect(() => {
    plot.current?.redraw(false);
  }, [chosen, isDark]);

  return <div ref={place} aria-hidden className="h-45 overflow-hidden" />;
}

interface Latest {
  readonly scale: Scale;
  readonly onPoint: (index: number | null) => void;
  readonly lines: readonly Line[];
}

function optionsOf(element: HTMLElement, latest: Latest): uPlot.Options {
  const { scale, onPoint, lines } = latest;
  // Asked for at each drawing: the theme may change meanwhile.
  const colour = (tone: Tone) => (): string => colourOf(element, tone);
  const axis = { stroke: colour('muted'), font: FONT, ticks: { show: false } };
  return {
    width: element.clientWidth,
    height: HEIGHT,
    padding: [8, 8, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false } },
    scales: { y: { range: (_plot, _least, most) => [0, Math.max(most * HEADROOM, scale.atLeast)] } },
    axes: [
      {
        ...axis,
        size: HEIGHT_OF_TIMES,
        space: SPACE_OF_TIMES,
        incrs: STEPS_OF_TIMES,
        grid: { show: false },
        values: (_plot, at) => at.map((time) => hourAndMinute(time * 1_000)),
      },
      {
        ...axis,
        size: (_plot, values) => widthOf(values),
        grid: { stroke: colour('line'), width: 1 },
        values: (_plot, at) => at.map(scale.format),
        ...(scale.steps && { incrs: [...scale.steps] }),
      },
    ],
    series: [
      {},
      ...lines.map(({ label, tone, isDashed = false }) => ({
        label,
        stroke: colour(tone),
        width: 2,
        points: { show: false },
        ...(isDashed ? { dash: [6, 4] } : {}),
      })),
    ],
    hooks: {
      setCursor: [
        ({ cursor: { idx } }) => {
          onPoint(idx ?? null);
        },
      ],
    },
  };
}

/** Numbers take no more room than the longest of them; there are none before the first drawing. */
function widthOf(numbers: readonly string[] | null): number {
  return BESIDE_NUMBERS + WIDTH_OF_LETTER * Math.max(1, ...(numbers ?? []).map(({ length }) => length));
}

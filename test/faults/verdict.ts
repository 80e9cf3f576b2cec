import type { Measured, Row } from './row.js';

const TIME = ', ms';
const RATIO = ', times as long';

/**
 * Bounds of the row that a figure is past, in words. Times get so many times as much; how they compare is then not asked, as it says
 * nothing where others work beside.
 */
export function broken({ bounds }: Row, measured: Measured, slack = 1): string[] {
  return Object.entries(bounds).flatMap(([figure, most]) => {
    const value = measured[figure];
    const allowed = figure.endsWith(TIME) ? most * slack : most;
    if (value !== undefined && (value <= allowed || (slack > 1 && figure.endsWith(RATIO)))) return [];
    return `${figure}: ${value ?? 'not measured'}, not ${allowed} at most`;
  });
}

/** The worst of both, figure by figure. */
export function worst(one: Measured, other: Measured): Measured {
  const figures = new Set([...Object.keys(one), ...Object.keys(other)]);
  return Object.fromEntries(
    [...figures].map((figure) => [figure, Math.max(one[figure] ?? -Infinity, other[figure] ?? -Infinity)]),
  );
}

import { median } from './statistics.mjs';

/**
 * One line of the report.
 * @typedef {object} Row
 * @property {string} scenario
 * @property {string} what
 * @property {string} unit
 * @property {number} value
 * @property {number} [peer] what the peer took in the same rounds
 * @property {number} [ratio]
 * @property {{ text: string, met: boolean }} [target]
 */

/** @param {number | undefined} value */
function shown(value) {
  if (value === undefined) return '';
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en-US');
  return value.toFixed(Math.abs(value) >= 10 ? 1 : 2);
}

const HEADER = ['scenario', 'measured', 'unit', 'peer', 'Lyceum', 'ratio', 'target', 'met'];

/** A Markdown table, aligned. @param {readonly Row[]} rows */
export function table(rows) {
  const cells = rows.map(({ scenario, what, unit, value, peer, ratio, target }) => [
    scenario,
    what,
    unit,
    shown(peer),
    shown(value),
    ratio === undefined ? '' : `${ratio.toFixed(2)}×`,
    target?.text ?? '',
    target === undefined ? '' : target.met ? 'yes' : 'NO',
  ]);
  const widths = HEADER.map((title, column) => Math.max(title.length, ...cells.map((row) => row[column].length)));
  const isNumber = (column) => column >= 3 && column <= 5;
  const line = (row) =>
    `| ${row.map((text, i) => (isNumber(i) ? text.padStart(widths[i]) : text.padEnd(widths[i]))).join(' | ')} |`;
  const rule = `| ${widths.map((width, i) => (isNumber(i) ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width))).join(' | ')} |`;
  return [line(HEADER), rule, ...cells.map(line)].join('\n');
}

/**
 * The row of a comparison: medians, and the median of the rounds' own ratios, which a slow minute of the machine moves less.
 * @param {{ scenario: string, what: string, unit: string, values: number[], peers: number[], atMost?: number, atLeast?: number }} of
 * @returns {Row}
 */
export function compared({ scenario, what, unit, values, peers, atMost, atLeast }) {
  const ratio = median(values.map((value, round) => value / peers[round]));
  const row = { scenario, what, unit, value: median(values), peer: median(peers), ratio };
  if (atMost !== undefined) return { ...row, target: { text: `≤ ${atMost}×`, met: ratio <= atMost } };
  if (atLeast !== undefined) return { ...row, target: { text: `≥ ${atLeast}×`, met: ratio >= atLeast } };
  return row;
}

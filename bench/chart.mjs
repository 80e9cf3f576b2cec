// The ratios of a report as an SVG: what a unit of work costs beside the peer, and how much is done beside it.

const WIDTH = 1_040;
const LABELS = 560;
const RIGHT = 70;
const ROW = 24;
const BAR = 14;
const HEAD = 58;

const STYLE = `
  text { font: 12px system-ui, sans-serif; fill: #1f2328 }
  .head { font-weight: 600; font-size: 14px }
  .paper { fill: #ffffff } .bar { fill: #4a7fb5 } .missed { fill: #c2571a } .peer { stroke: #6e7781; stroke-dasharray: 4 3 }
  .target { stroke: #1f2328; stroke-width: 2 } .quiet { fill: #57606a }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 } .paper { fill: #0d1117 } .bar { fill: #6ea3d8 } .missed { fill: #f0883e } .peer { stroke: #8b949e }
    .target { stroke: #e6edf3 } .quiet { fill: #9da7b1 }
  }`;

/** @param {readonly import('./report.mjs').Row[]} rows @param {string} machine */
export function chart(rows, machine) {
  const compared = rows.filter(({ ratio }) => ratio !== undefined && Number.isFinite(ratio));
  const isThroughput = ({ unit }) => unit.startsWith('1/');
  const panels = [
    { title: 'Cost beside the peer’s: less is better', rows: compared.filter((row) => !isThroughput(row)) },
    { title: 'Done in the same time beside the peer: more is better', rows: compared.filter(isThroughput) },
  ].filter((panel) => panel.rows.length > 0);
  let top = 0;
  const parts = panels.map((panel) => {
    const drawn = `<g transform="translate(0 ${top})">${panelOf(panel)}</g>`;
    top += HEAD + panel.rows.length * ROW + 12;
    return drawn;
  });
  const footer = `<text class="quiet" x="16" y="${top + 16}">${escaped(machine)}. A bar at 1× is the peer; a thick line is the goal.</text>`;
  const size = `width="${WIDTH}" height="${top + 32}" viewBox="0 0 ${WIDTH} ${top + 32}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img" aria-label="Lyceum beside its peers">
<style>${STYLE}
</style>
<rect class="paper" width="100%" height="100%"/>
${[...parts, footer].join('\n')}
</svg>
`;
}

function panelOf({ title, rows }) {
  const most = Math.max(1.1, ...rows.map(({ ratio }) => ratio), ...rows.map(goalOf).filter(Number.isFinite));
  const x = (ratio) => (LABELS + (ratio / most) * (WIDTH - LABELS - RIGHT)).toFixed(1);
  const bottom = HEAD + rows.length * ROW;
  const peer = `<line class="peer" x1="${x(1)}" x2="${x(1)}" y1="${HEAD - 8}" y2="${bottom}"/>`;
  const scale = `<text class="quiet" text-anchor="middle" x="${x(1)}" y="${HEAD - 12}">1×</text>`;
  return [`<text class="head" x="16" y="26">${escaped(title)}</text>`, peer, scale, ...rows.map(line)].join('\n');

  function line(row, index) {
    const [y, middle] = [HEAD + index * ROW, HEAD + index * ROW + BAR - 3];
    const goal = goalOf(row);
    const kind = row.target?.met === false ? 'missed' : 'bar';
    return [
      `<text text-anchor="end" x="${LABELS - 8}" y="${middle}">${escaped(`${row.scenario}: ${row.what}`)}</text>`,
      `<rect class="${kind}" x="${LABELS}" y="${y}" width="${(x(row.ratio) - LABELS).toFixed(1)}" height="${BAR}"/>`,
      Number.isFinite(goal) ? `<line class="target" x1="${x(goal)}" x2="${x(goal)}" y1="${y - 3}" y2="${y + BAR + 3}"/>` : '',
      `<text x="${Number(x(row.ratio)) + 6}" y="${middle}">${row.ratio.toFixed(2)}×</text>`,
    ].join('');
  }
}

/** The number in `≤ 0.4×`. */
function goalOf({ target }) {
  return Number.parseFloat(target?.text.replace(/^\D+/, '') ?? '');
}

function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

// A picture for the live session: a curve and the area under it, as a PNG that is made here.
import { encodePng } from '../png.mjs';

const [WIDTH, HEIGHT] = [520, 300];
const PAPER = [255, 255, 255];
const LINES = [232, 234, 240];
const AXES = [90, 98, 116];
const AREA = [199, 210, 254];
const CURVE = [67, 56, 202];
/** Pixels for one unit, and where the origin is. */
const SCALE = { x: 90, y: 560 };
const ORIGIN = { x: 40, y: 260 };
const FROM = 0.5;
const TO = 3;

/** x·e⁻ˣ, the session's example. */
const curve = (x) => x * Math.exp(-x);
const slope = (x) => (1 - x) * Math.exp(-x);

function colourAt(column, row) {
  const [x, y] = [(column - ORIGIN.x) / SCALE.x, (ORIGIN.y - row) / SCALE.y];
  const isOnGrid = (column - ORIGIN.x) % (SCALE.x / 2) === 0 || (ORIGIN.y - row) % 56 === 0;
  const isInArea = x >= FROM && x <= TO && y >= 0 && y <= curve(x);
  let colour = isInArea ? AREA : isOnGrid ? LINES : PAPER;
  if (column === ORIGIN.x || row === ORIGIN.y) colour = AXES;
  if (x < 0) return colour;
  // How far the pixel is from the line, measured across it: its edge is smooth.
  const steepness = (slope(x) * SCALE.y) / SCALE.x;
  const distance = Math.abs((y - curve(x)) * SCALE.y) / Math.hypot(1, steepness);
  const share = Math.min(1, Math.max(0, 2.2 - distance));
  return colour.map((value, index) => Math.round(value + (CURVE[index] - value) * share));
}

export function drawing() {
  const rows = Array.from({ length: HEIGHT }, (_, row) => Array.from({ length: WIDTH }, (__, column) => colourAt(column, row)));
  return encodePng({ width: WIDTH, height: HEIGHT, pixels: Buffer.from(rows.flat(2)) });
}

// Pictures of pages with at most 256 colours: a third of the size, and nobody sees the difference.
import { decodePng, encodePng } from '../png.mjs';

const COLOURS = 256;
/** How far from one another colours of the palette are at least, squared: the first at which they suffice. */
const DISTANCES = [0, 12, 27, 48, 108, 192, 300, 500, 900, 1_600, 3_000, 6_000];

export function smaller(file) {
  const { width, height, channels, pixels } = decodePng(file);
  const colours = new Uint32Array(width * height);
  const counts = new Map();
  for (let pixel = 0; pixel < colours.length; pixel += 1) {
    const at = pixel * channels;
    const colour = (pixels[at] << 16) | (pixels[at + 1] << 8) | pixels[at + 2];
    colours[pixel] = colour;
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  const all = [...counts].sort(([, one], [, other]) => other - one).map(([colour]) => partsOf(colour));
  const palette = paletteOf(all);
  const places = new Map(all.map((parts) => [numberOf(parts), nearest(palette, parts)]));
  return encodePng({ width, height, palette, pixels: Uint8Array.from(colours, (colour) => places.get(colour)) });
}

const partsOf = (colour) => [colour >> 16, (colour >> 8) & 255, colour & 255];
const numberOf = ([red, green, blue]) => (red << 16) | (green << 8) | blue;
const between = (one, other) => (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2 + (one[2] - other[2]) ** 2;

/** Those that are seen most, as far as they are not nearly the same. */
function paletteOf(all) {
  for (const distance of DISTANCES) {
    const chosen = [];
    for (const colour of all) {
      if (distance > 0 && chosen.some((other) => between(colour, other) < distance)) continue;
      if (chosen.push(colour) > COLOURS) break;
    }
    if (chosen.length <= COLOURS) return chosen;
  }
  return all.slice(0, COLOURS);
}

function nearest(palette, colour) {
  let found = 0;
  for (let place = 1; place < palette.length; place += 1) {
    if (between(palette[place], colour) < between(palette[found], colour)) found = place;
  }
  return found;
}

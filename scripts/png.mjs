// PNG, written and read by hand (W3C PNG 3): as much of it as pictures for the demo and the guides need.
import { crc32, deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const RGB = 2;
const INDEXED = 3;
/** Bytes of a pixel, of 8 bits each, by the kind of its colours. */
const CHANNELS = { [RGB]: 3, [INDEXED]: 1, 6: 4 };

function chunk(type, content) {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const made = Buffer.alloc(named.length + 8);
  made.writeUInt32BE(content.length, 0);
  named.copy(made, 4);
  made.writeUInt32BE(crc32(named), named.length + 4);
  return made;
}

/** `pixels` has three bytes for each pixel, or one where there is a `palette` of colours, `[red, green, blue]` each. */
export function encodePng({ width, height, pixels, palette }) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, palette === undefined ? RGB : INDEXED], 8);
  const length = pixels.length / height;
  // Each row begins with how it is filtered: not at all.
  const rows = Buffer.alloc((length + 1) * height);
  for (let row = 0; row < height; row += 1) {
    rows.set(pixels.subarray(row * length, (row + 1) * length), row * (length + 1) + 1);
  }
  const colours = palette === undefined ? [] : [chunk('PLTE', Buffer.from(palette.flat()))];
  const content = [...colours, chunk('IDAT', deflateSync(rows, { level: 9 })), chunk('IEND', Buffer.alloc(0))];
  return Buffer.concat([SIGNATURE, chunk('IHDR', header), ...content]);
}

/** Of one with 8 bits a channel, not interlaced, as browsers make them. `pixels` has `channels` bytes for each pixel. */
export function decodePng(file) {
  const parts = { IHDR: [], IDAT: [] };
  for (let at = SIGNATURE.length; at < file.length; at += file.readUInt32BE(at) + 12) {
    parts[file.toString('latin1', at + 4, at + 8)]?.push(file.subarray(at + 8, at + 8 + file.readUInt32BE(at)));
  }
  const [header] = parts.IHDR;
  const [width, height, depth, kind] = [header.readUInt32BE(0), header.readUInt32BE(4), header[8], header[9]];
  const channels = CHANNELS[kind];
  if (depth !== 8 || channels === undefined || header[12] !== 0) throw new Error('That kind of PNG is not read here');
  const rows = inflateSync(Buffer.concat(parts.IDAT));
  const length = width * channels;
  const pixels = Buffer.alloc(length * height);
  for (let row = 0; row < height; row += 1) {
    const from = row * (length + 1);
    const above = row === 0 ? Buffer.alloc(length) : pixels.subarray((row - 1) * length, row * length);
    unfilter(rows[from], rows.subarray(from + 1, from + 1 + length), above, pixels.subarray(row * length), channels);
  }
  return { width, height, channels, pixels };
}

function unfilter(filter, line, above, into, channels) {
  for (let at = 0; at < line.length; at += 1) {
    const left = at < channels ? 0 : into[at - channels];
    const corner = at < channels ? 0 : above[at - channels];
    into[at] = line[at] + [0, left, above[at], (left + above[at]) >> 1, paeth(left, above[at], corner)][filter];
  }
}

/** Whichever of the three is nearest to what they make expect. */
function paeth(left, above, corner) {
  const expected = left + above - corner;
  const [a, b, c] = [left, above, corner].map((value) => Math.abs(expected - value));
  if (a <= b && a <= c) return left;
  return b <= c ? above : corner;
}

import { fileTypeFromBuffer } from 'file-type';
import { imageSize } from 'image-size';

/** So much of a content tells what it is. */
const TELLING_BYTES = 4_100;
/** So much of a picture is kept to find its size: cameras put previews and colour profiles before it. */
export const HEAD_BYTES = 128 * 1024;

const UNKNOWN = 'application/octet-stream';
const TEXT = 'text/plain';
/** What a browser would run, or read as a page, under its own name; documents of Office are `openxmlformats`, and none of that. */
const ACTIVE = /(?:^text\/|[/+]xml$|html|javascript|ecmascript)/;
const PICTURES = new Set(['image/png', 'image/apng', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif', 'image/bmp']);
/** More than any camera makes: a picture that claims to be larger is none that anybody should lay out. */
const PIXELS = 65_535;

export interface ContentKind {
  readonly contentType: string;
  readonly width: number | null;
  readonly height: number | null;
}

/** What a content is, by how it begins and never by its name: pages, SVG and scripts are text, or nothing in particular. */
export async function contentKindOf(head: Uint8Array): Promise<ContentKind> {
  const contentType = await contentTypeOf(head);
  return { contentType, ...(PICTURES.has(contentType) ? dimensionsOf(head) : { width: null, height: null }) };
}

/** Whether it is a picture made of pixels, which runs nothing. */
export function isPicture(contentType: string): boolean {
  return PICTURES.has(contentType);
}

async function contentTypeOf(head: Uint8Array): Promise<string> {
  const telling = head.subarray(0, TELLING_BYTES);
  const found = await fileTypeFromBuffer(telling).catch(() => undefined);
  if (found !== undefined && !ACTIVE.test(found.mime)) return found.mime;
  return isText(telling) ? TEXT : UNKNOWN;
}

/** UTF-8 without NUL; its last character may be cut off. An empty file is none of a kind. */
function isText(bytes: Uint8Array): boolean {
  if (bytes.length === 0 || bytes.includes(0)) return false;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function dimensionsOf(head: Uint8Array): Pick<ContentKind, 'width' | 'height'> {
  try {
    const { width, height, orientation = 1 } = imageSize(head);
    if (![width, height].every((pixels) => Number.isInteger(pixels) && pixels > 0 && pixels <= PIXELS)) throw new RangeError();
    // From 5 on it is shown lying on its side.
    return orientation >= 5 ? { width: height, height: width } : { width, height };
  } catch {
    // Broken, or it begins with more than was kept.
    return { width: null, height: null };
  }
}

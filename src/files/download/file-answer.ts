import type { Request, Response } from 'express';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../../common/index.js';
import type { ReadableFile } from '../file.repository.js';
import type { FileStorage } from '../storage/file-storage.js';
import { contentDisposition, contentSecurityPolicy } from './content-disposition.js';
import { rangeIn } from './range.js';

/** A client that takes nothing for so long is gone. */
const IDLE_MS = 60_000;

/** What every answer about a file says, whoever shows it: it runs nothing, and is nobody else's. */
function describe(file: ReadableFile, response: Response): void {
  // Added to what others say of it: which origins may read it varies too.
  response.vary('Authorization');
  response.set({
    ETag: etagOf(file),
    // Who may read it may be another one the next moment: ask each time, and be told that it is the same.
    'Cache-Control': 'private, no-cache',
    'Accept-Ranges': 'bytes',
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': contentSecurityPolicy(file.contentType),
    // For <img> on the pages of other origins; who has the link or the token may read it.
    'Cross-Origin-Resource-Policy': 'cross-origin',
    'Access-Control-Expose-Headers': 'Content-Disposition, Content-Length, Content-Range, ETag',
  });
}

/** Answers with the content, or the part of it that was asked for. Throws `FILE_NOT_FOUND` where it is gone. */
export async function answerWithFile(
  request: Request,
  response: Response,
  file: ReadableFile,
  storage: FileStorage,
): Promise<void> {
  describe(file, response);
  if (isKnown(request.headers['if-none-match'], file)) {
    response.status(304).end();
    return;
  }
  const range = rangeIn(rangeHeaderOf(request, file), file.size);
  if (range === 'unsatisfiable') {
    response
      .status(416)
      .set('Content-Range', `bytes */${String(file.size)}`)
      .end();
    return;
  }
  // Opened before anything is said: half an answer looks like a whole one.
  const isHead = request.method === 'HEAD';
  const content = isHead ? await storage.has(file.storageKey) : await storage.read(file.storageKey, range);
  if (content === undefined || content === false) throw new AppError('FILE_NOT_FOUND');

  if (range !== undefined) {
    response.status(206).set('Content-Range', `bytes ${String(range.start)}-${String(range.end)}/${String(file.size)}`);
  }
  response.set({
    'Content-Type': file.contentType,
    'Content-Length': String(range === undefined ? file.size : range.end - range.start + 1),
    'Content-Disposition': contentDisposition(file.name, file.contentType),
  });
  if (content === true) {
    response.end();
    return;
  }
  response.setTimeout(IDLE_MS, () => response.destroy());
  await pipeline(content, response).catch((error: unknown) => {
    // The client went away, which is no error of anybody's.
    if (error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE') return;
    throw error;
  });
}

/** A content never changes, so its id says which it is. */
function etagOf({ id }: ReadableFile): string {
  return `"${id}"`;
}

function isKnown(header: string | undefined, file: ReadableFile): boolean {
  if (header === undefined) return false;
  const tags = header.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes('*') || tags.includes(etagOf(file));
}

/** With `If-Range` only for who has the beginning of this very content. */
function rangeHeaderOf({ headers }: Request, file: ReadableFile): string | undefined {
  const ifRange = headers['if-range'];
  return ifRange === undefined || ifRange === etagOf(file) ? headers.range : undefined;
}

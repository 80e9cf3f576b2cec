import type { Request, RequestHandler, Response } from 'express';
import { fileURLToPath } from 'node:url';
import { readBuiltFiles, type BuiltFile } from './built-files.js';
import { isHashed, isPage } from './paths.js';
import { CONTENT_POLICY, PERMISSIONS_POLICY } from './policy.js';

/** Where the build puts the app, beside the gateway. */
const BUILT = fileURLToPath(new URL('../web', import.meta.url));
const PAGE = '/index.html';
const A_YEAR_S = 31_536_000;

/**
 * Serves the web app: its files, and its page wherever browsers go that is not the gateway's own. Everything else, and all of it where no
 * app was built, is left to the gateway.
 */
export function webApp(directory = BUILT): RequestHandler {
  const files = readBuiltFiles(directory);
  return (request, response, next) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      next();
      return;
    }
    // The page has one address for each of its views, and none of its own.
    const file = request.path === PAGE ? undefined : files.get(request.path);
    const page = file === undefined && isPage(request.path, request.headers.accept) ? files.get(PAGE) : undefined;
    if (page !== undefined) {
      response.setHeader('Content-Security-Policy', CONTENT_POLICY);
      response.setHeader('Permissions-Policy', PERMISSIONS_POLICY);
    }
    const found = file ?? page;
    if (found === undefined) {
      next();
      return;
    }
    const kept = isHashed(request.path) ? `public, max-age=${A_YEAR_S}, immutable` : 'no-cache';
    response.setHeader('Cache-Control', kept);
    send(request, response, found);
  };
}

function send(request: Request, response: Response, { type, hash, body, encoded }: BuiltFile): void {
  const smaller = encoded.find(({ encoding }) => request.acceptsEncodings(encoding) !== false);
  // What browsers accept decides which page answers, too.
  response.vary('Accept, Accept-Encoding');
  response.setHeader('ETag', smaller === undefined ? `"${hash}"` : `"${hash}-${smaller.encoding}"`);
  if (request.fresh) {
    response.status(304).end();
    return;
  }
  const sent = smaller?.body ?? body;
  response.setHeader('Content-Type', type);
  response.setHeader('Content-Length', sent.length);
  if (smaller !== undefined) response.setHeader('Content-Encoding', smaller.encoding);
  response.end(request.method === 'HEAD' ? undefined : sent);
}

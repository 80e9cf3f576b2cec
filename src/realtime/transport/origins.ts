import type { IncomingMessage } from 'node:http';

/**
 * Whether a browser page of that origin may connect. Clients that are no browsers send none. A page that this
 * server's own host served may always.
 */
export function isAllowedOrigin(request: IncomingMessage, allowed: '*' | readonly string[]): boolean {
  const { origin, host } = request.headers;
  if (origin === undefined || allowed === '*' || allowed.includes(origin)) return true;
  try {
    return new URL(origin).host === host;
  } catch {
    return false;
  }
}

/**
 * Whether what the browser sends by itself, its cookies, may speak for the person: only to a page that was allowed by name, or that this
 * server's own host served. `*` names nobody, and who sends no origin is no page.
 */
export function mayUseCookies(request: IncomingMessage, allowed: '*' | readonly string[]): boolean {
  return request.headers.origin !== undefined && isAllowedOrigin(request, allowed === '*' ? [] : allowed);
}

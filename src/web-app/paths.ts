/** Where the gateway itself answers, or would: there the app never does, so that a mistyped path gives a program its 404. */
const OF_THE_GATEWAY = /^\/(?:api|docs|health|metrics|socket\.io|ws)(?:\/|$)/i;
/** Their names change with what is in them. */
const HASHED = '/assets/';

/** Whether a file is another one under another name, and so may be kept for ever. */
export function isHashed(path: string): boolean {
  return path.startsWith(HASHED);
}

/**
 * Whether the app's page answers for a path that is no file: `/` for everybody, the others, which the app tells apart by itself, for
 * browsers that go there. A program that asks for anything else is told that there is nothing.
 */
export function isPage(path: string, accept: string | undefined): boolean {
  if (path === '/') return true;
  if (isHashed(path) || OF_THE_GATEWAY.test(path)) return false;
  return accept !== undefined && /(?:^|,)\s*text\/html\s*(?:;|,|$)/i.test(accept);
}

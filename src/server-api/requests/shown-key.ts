import type { IncomingMessage } from 'node:http';

/** What a request shows as its key, whatever that is. */
export function shownKey({ headers }: Pick<IncomingMessage, 'headers'>): string | undefined {
  const [, text] = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '') ?? [];
  return text;
}
